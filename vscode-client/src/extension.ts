/** Entry point of the extension: puts the server, its commands, the status bar and the panels together. */

import * as vscode from 'vscode';
import { execute, registerCommands } from './commands';
import { onInterpreterSelected } from './interpreter';
import { registerMarkdown, ReportPanel } from './panels';
import type { Refusal } from './plan';
import { Server } from './server';
import { createStatusItem, showState } from './status';

/** A path that is being typed is not worth a restart at every key; the old server still hears of the change. */
const SETTLED_MS = 500;

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Gluonize', { log: true });
  const reports = new ReportPanel();
  const status = createStatusItem();
  const started: Server = new Server(context.extensionPath, output, {
    executeCommand: (command, args) => execute(started, reports, command, args),
  });
  server = started;
  const restartSoon = settled(() => void started.restart());
  context.subscriptions.push(
    output,
    reports,
    status,
    started,
    registerMarkdown(),
    registerCommands(started, reports),
    started.onDidChangeState((state) => {
      showState(status, state);
      if (state.kind === 'failed') {
        void offerRemedy(state.problem);
      }
    }),
    vscode.commands.registerCommand('gluonize.restartServer', () => started.restart()),
    vscode.commands.registerCommand('gluonize.showOutput', () => output.show()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('gluonize.interpreter')) {
        restartSoon();
      }
    }),
  );
  await started.restart();
  const following = await onInterpreterSelected(restartSoon);
  if (following !== undefined) {
    context.subscriptions.push(following);
  }
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** `task`, run once after the calls have ceased for a while. */
function settled(task: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(task, SETTLED_MS);
  };
}

async function offerRemedy({ message, remedy }: Refusal): Promise<void> {
  const [copy, terminal, settings] = ['Copy Command', 'Run in Terminal', 'Choose Interpreter'] as const;
  const choices = remedy === undefined ? [settings] : [copy, terminal, settings];
  const choice = await vscode.window.showErrorMessage(message, ...choices);
  if (choice === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'gluonize.interpreter');
  } else if (choice === copy && remedy !== undefined) {
    await vscode.env.clipboard.writeText(remedy);
  } else if (choice === terminal && remedy !== undefined) {
    runInTerminal(remedy);
  }
}

function runInTerminal(command: string): void {
  const terminal = vscode.window.createTerminal('Gluonize');
  terminal.show();
  terminal.sendText(command);
}
