/** Long work of the server under a notification: its stages, and a button that stops it. */

import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import {
  ExecuteCommandRequest,
  type LanguageClient,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageclient/node';

type Stage = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;
type Progress = vscode.Progress<{ message?: string; increment?: number }>;

/** The server's answer to a command, or undefined when the user stopped it. */
export function executeWithProgress(
  client: LanguageClient,
  command: string,
  args: readonly unknown[],
): Thenable<unknown> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title: 'Gluonize' };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    const workDoneToken = randomUUID();
    const params = { command, arguments: [...args] as never[], workDoneToken };
    const subscriptions = [
      client.onProgress(WorkDoneProgress.type, workDoneToken, reporter(progress)),
      cancellation.onCancellationRequested(() =>
        client.sendNotification(WorkDoneProgressCancelNotification.type, { token: workDoneToken }),
      ),
    ];
    try {
      return await client.sendRequest(ExecuteCommandRequest.type, params, cancellation);
    } catch (error) {
      if (cancellation.isCancellationRequested) {
        return undefined;
      }
      throw error;
    } finally {
      vscode.Disposable.from(...subscriptions).dispose();
    }
  });
}

/** The protocol counts percents from the start, the editor from the last report. */
function reporter(progress: Progress): (stage: Stage) => void {
  let shown = 0;
  return (stage) => {
    if (stage.kind === 'end') {
      return;
    }
    const message = stage.message ?? (stage.kind === 'begin' ? stage.title : undefined);
    const percentage = Math.max(shown, stage.percentage ?? 0);
    progress.report({ increment: percentage - shown, ...(message === undefined ? {} : { message }) });
    shown = percentage;
  };
}
