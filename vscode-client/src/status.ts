/** The status bar's item: the server's state at a glance, its commands in the tooltip. */

import * as vscode from 'vscode';
import type { ServerState } from './server';

export function createStatusItem(): vscode.StatusBarItem {
  const item = vscode.window.createStatusBarItem('gluonize.server', vscode.StatusBarAlignment.Right, 50);
  item.name = 'Gluonize';
  item.command = 'gluonize.showOutput';
  showState(item, { kind: 'starting' });
  item.show();
  return item;
}

export function showState(item: vscode.StatusBarItem, state: ServerState): void {
  const { icon, detail } = described(state);
  item.text = `$(${icon}) Gluonize`;
  item.tooltip = tooltip(detail);
  item.accessibilityInformation = { label: `Gluonize: ${detail}` };
  item.backgroundColor =
    state.kind === 'failed' ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
}

function described(state: ServerState): { icon: string; detail: string } {
  switch (state.kind) {
    case 'starting':
      return { icon: 'sync~spin', detail: 'The server is starting.' };
    case 'stopped':
      return { icon: 'circle-slash', detail: 'The server is not running.' };
    case 'failed':
      return { icon: 'warning', detail: state.problem.message };
    case 'running': {
      const from = state.launch.origin === 'bundled' ? 'from the extension' : 'from the environment';
      return { icon: 'check', detail: `Server ${state.version} ${from}, run by ${state.launch.command}.` };
    }
  }
}

function tooltip(detail: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: ['gluonize.restartServer', 'gluonize.showOutput'] };
  text.appendText(detail);
  text.appendMarkdown('\n\n[Restart Server](command:gluonize.restartServer) · [Show Output](command:gluonize.showOutput)');
  return text;
}
