/** Shows what the server says of its long work, and carries the user's wish to stop it back to the server. */

import * as vscode from 'vscode';
import {
  type HandleWorkDoneProgressSignature,
  type LanguageClient,
  type ProgressToken,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageclient/node';

type Value = WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd;

interface Shown {
  readonly client: LanguageClient;
  readonly progress: vscode.Progress<{ message?: string; increment?: number }>;
  readonly cancellation: vscode.CancellationToken;
  percentage: number;
}

let shown: Shown | undefined;

/** Runs `task` under a notification with a Cancel button, which the server's own progress fills while it runs. */
export function withServerProgress<T>(
  client: LanguageClient,
  title: string,
  task: (cancellation: vscode.CancellationToken) => Promise<T>,
): Thenable<T> {
  const options = { location: vscode.ProgressLocation.Notification, cancellable: true, title };
  return vscode.window.withProgress(options, async (progress, cancellation) => {
    shown = { client, progress, cancellation, percentage: 0 };
    try {
      return await task(cancellation);
    } finally {
      shown = undefined;
    }
  });
}

/** Middleware: progress that belongs to a task of ours goes to its notification, any other to the status bar. */
export function handleWorkDoneProgress(token: ProgressToken, value: Value, next: HandleWorkDoneProgressSignature): void {
  if (shown === undefined) {
    next(token, value);
    return;
  }
  if (value.kind === 'end') {
    next(token, value);
    return;
  }
  if (value.kind === 'begin') {
    follow(shown, token);
  }
  report(shown, value);
}

function follow({ client, cancellation }: Shown, token: ProgressToken): void {
  cancellation.onCancellationRequested(() => {
    void client.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  });
}

function report(target: Shown, value: WorkDoneProgressBegin | WorkDoneProgressReport): void {
  const percentage = Math.max(target.percentage, value.percentage ?? 0);
  const increment = percentage - target.percentage;
  target.percentage = percentage;
  target.progress.report(value.message === undefined ? { increment } : { message: value.message, increment });
}
