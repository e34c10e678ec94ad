/** Where the server's longer answers are shown: a report's page, and text in Markdown. */

import * as vscode from 'vscode';
import { guarded } from './report';

/** The report's panel; a new report replaces the one on show. */
export class ReportPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;

  show(html: string): void {
    const panel = (this.panel ??= this.create());
    panel.webview.html = guarded(html);
    panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private create(): vscode.WebviewPanel {
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const options = { enableScripts: false, enableForms: false, localResourceRoots: [] };
    const panel = vscode.window.createWebviewPanel('gluonize.report', 'Gluonize Report', column, options);
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    return panel;
  }
}

const READINESS = vscode.Uri.parse('gluonize:/Readiness.md');
let readiness = '';
const readinessChanged = new vscode.EventEmitter<vscode.Uri>();

/** Serves the text that `showMarkdown` shows as a read-only document. */
export function registerMarkdown(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider('gluonize', {
    onDidChange: readinessChanged.event,
    provideTextDocumentContent: () => readiness,
  });
}

/** Shows `markdown` in the editor's own preview. */
export async function showMarkdown(markdown: string): Promise<void> {
  readiness = markdown;
  readinessChanged.fire(READINESS);
  await vscode.commands.executeCommand('markdown.showPreview', READINESS);
}
