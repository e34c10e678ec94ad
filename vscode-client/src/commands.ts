/** The palette's commands, and what is done with the server's answers to its own. */

import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { withServerProgress } from './progress';
import { ReportPanel, showMarkdown } from './panels';
import type { Server } from './server';

const COMPARE = 'gluonize.compare';
const CONVERT = 'gluonize.convertFile';
const READINESS = 'gluonize.readiness';

interface Answer {
  readonly summary?: string;
  readonly html?: string;
  readonly markdown?: string;
}

export interface Commands {
  /** Runs one of the server's commands and shows its answer; also what a code lens triggers. */
  execute(command: string, args: readonly unknown[]): Promise<unknown>;
  runAndCompare(): Promise<unknown>;
  convertFile(): Promise<unknown>;
  showReadiness(): Promise<unknown>;
}

export function createCommands(server: () => Server, reports: ReportPanel): Commands {
  const execute = async (command: string, args: readonly unknown[]): Promise<unknown> => {
    const client = server().running;
    if (client === undefined) {
      void vscode.window.showWarningMessage('The Gluonize server is not running: use "Gluonize: Restart Server".');
      return undefined;
    }
    try {
      const answer = await request(client, command, args);
      await showAnswer(answer, reports);
      return answer;
    } catch (error) {
      showFailure(error);
      return undefined;
    }
  };
  return {
    execute,
    runAndCompare: () => onActiveDocument((uri) => execute(COMPARE, [{ uri }])),
    convertFile: () => onActiveDocument((uri) => execute(CONVERT, [{ uri }])),
    showReadiness: () => execute(READINESS, []),
  };
}

async function request(client: LanguageClient, command: string, args: readonly unknown[]): Promise<Answer | null> {
  if (command !== COMPARE) {
    return send(client, command, args);
  }
  if (!vscode.workspace.isTrusted) {
    throw new Error('Comparing runs the program: trust this folder first ("Workspaces: Manage Workspace Trust").');
  }
  await saveAll();
  return withServerProgress(client, 'Gluonize', (cancellation) => send(client, command, args, cancellation));
}

function send(
  client: LanguageClient,
  command: string,
  args: readonly unknown[],
  cancellation?: vscode.CancellationToken,
): Promise<Answer | null> {
  return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...args] as never[] }, cancellation);
}

/** The programs that run are those on disk, with the modules they import. */
async function saveAll(): Promise<void> {
  const dirty = vscode.workspace.textDocuments.filter((document) => document.isDirty && !document.isUntitled);
  await Promise.all(dirty.map((document) => document.save()));
}

async function showAnswer(answer: Answer | null, reports: ReportPanel): Promise<void> {
  if (answer?.html !== undefined) {
    reports.show(answer.html);
  }
  if (answer?.markdown !== undefined) {
    await showMarkdown(answer.markdown);
  }
  if (answer?.summary !== undefined) {
    void vscode.window.showInformationMessage(answer.summary);
  }
}

function showFailure(error: unknown): void {
  if (error instanceof vscode.CancellationError) {
    return;
  }
  void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
}

async function onActiveDocument(task: (uri: string) => Promise<unknown>): Promise<unknown> {
  const active = vscode.window.activeNotebookEditor?.notebook ?? vscode.window.activeTextEditor?.document;
  if (active === undefined) {
    void vscode.window.showWarningMessage('Open a Python file or a notebook first.');
    return undefined;
  }
  return task(active.uri.toString());
}
