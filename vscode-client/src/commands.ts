/** The palette's commands, and what is done with the server's answers. */

import * as vscode from 'vscode';
import { ExecuteCommandRequest, type LanguageClient } from 'vscode-languageclient/node';
import { type ReportPanel, showMarkdown } from './panels';
import { executeWithProgress } from './progress';
import type { Server } from './server';

const COMPARE = 'gluonize.compare';
const CONVERT = 'gluonize.convertFile';
const READINESS = 'gluonize.readiness';

/** What the server's commands answer; each leaves out what it does not have. */
interface Answer {
  readonly summary?: string;
  readonly html?: string;
  readonly markdown?: string;
  readonly agree?: boolean | null;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** Runs one of the server's commands and shows its answer; a code lens comes here too. */
export async function execute(
  server: Server,
  reports: ReportPanel,
  command: string,
  args: readonly unknown[],
): Promise<unknown> {
  const client = server.running;
  if (client === undefined) {
    void vscode.window.showWarningMessage('The Gluonize server is not running: use "Gluonize: Restart Server".');
    return undefined;
  }
  try {
    const answer = (await request(client, command, args)) as Answer | null | undefined;
    await show(answer ?? {}, reports);
    return answer;
  } catch (error) {
    void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Registers the commands of the palette that are work for the server. */
export function registerCommands(server: Server, reports: ReportPanel): vscode.Disposable {
  const run = (command: string, ...args: unknown[]) => execute(server, reports, command, args);
  return vscode.Disposable.from(
    vscode.commands.registerCommand('gluonize.runAndCompare', () =>
      onActive((uri) => run(COMPARE, selected() ?? { uri })),
    ),
    vscode.commands.registerCommand('gluonize.compareCall', () => onCursor((place) => run(COMPARE, place))),
    vscode.commands.registerCommand('gluonize.convertToMxnet', () => onActive((uri) => run(CONVERT, { uri }))),
    vscode.commands.registerCommand('gluonize.showReadiness', () => run(READINESS)),
  );
}

async function request(client: LanguageClient, command: string, args: readonly unknown[]): Promise<unknown> {
  if (command === CONVERT) {
    return client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [...args] as never[] });
  }
  if (command === COMPARE) {
    await prepareToRun();
  }
  return executeWithProgress(client, command, args);
}

/** Code runs only in a trusted folder; what it imports from other files is read from the disk. */
async function prepareToRun(): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    throw new Error('Comparing runs the program: trust this folder first, with "Workspaces: Manage Workspace Trust".');
  }
  await vscode.workspace.saveAll(false);
}

async function show(answer: Answer, reports: ReportPanel): Promise<void> {
  if (answer.html !== undefined) {
    reports.show(answer.html);
  }
  if (answer.markdown !== undefined) {
    await showMarkdown(answer.markdown);
  }
  if (answer.summary !== undefined) {
    const tell = answer.agree === false ? vscode.window.showWarningMessage : vscode.window.showInformationMessage;
    void tell(answer.summary);
  }
}

/** What is selected in the active file or cell, as the server's argument; undefined where nothing is. */
function selected(): { uri: string; range: { start: Place; end: Place } } | undefined {
  const editor = activeEditor();
  if (editor === undefined || editor.selection.isEmpty) {
    return undefined;
  }
  const { start, end } = editor.selection;
  return { uri: editor.document.uri.toString(), range: { start: placed(start), end: placed(end) } };
}

/** The editor of the active file or cell; beside an active notebook, another file's editor may count as active, too. */
function activeEditor(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  const cells = vscode.window.activeNotebookEditor?.notebook.getCells();
  return cells === undefined || cells.some((cell) => cell.document === editor?.document) ? editor : undefined;
}

function placed({ line, character }: vscode.Position): Place {
  return { line, character };
}

async function onCursor(task: (place: { uri: string; position: Place }) => Promise<unknown>): Promise<unknown> {
  const editor = activeEditor();
  if (editor === undefined) {
    void vscode.window.showWarningMessage('Put the cursor into a call of a Python file or a cell first.');
    return undefined;
  }
  return task({ uri: editor.document.uri.toString(), position: placed(editor.selection.active) });
}

async function onActive(task: (uri: string) => Promise<unknown>): Promise<unknown> {
  const active = vscode.window.activeNotebookEditor?.notebook ?? vscode.window.activeTextEditor?.document;
  if (active === undefined) {
    void vscode.window.showWarningMessage('Open a Python file or a notebook first.');
    return undefined;
  }
  return task(active.uri.toString());
}
