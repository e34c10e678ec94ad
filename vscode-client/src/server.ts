/** The language server's life: started, restarted, stopped, and its state told to whoever asks. */

import * as vscode from 'vscode';
import { LanguageClient, type LanguageClientOptions, type Middleware, State } from 'vscode-languageclient/node';
import { choosePlan } from './interpreter';
import type { Launch, Refusal } from './plan';

export type ServerState =
  | { readonly kind: 'starting' | 'stopped' }
  | { readonly kind: 'running'; readonly launch: Launch; readonly version: string }
  | { readonly kind: 'failed'; readonly problem: Refusal };

const PYTHON = { language: 'python' } as const;

/** One server at a time; starts and stops are queued, so that two restarts in a row cannot overlap. */
export class Server implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<ServerState>();
  readonly onDidChangeState = this.changed.event;
  private client: LanguageClient | undefined;
  private pending: Promise<void> = Promise.resolve();

  constructor(
    private readonly extensionPath: string,
    private readonly output: vscode.LogOutputChannel,
    private readonly middleware: Middleware,
  ) {}

  /** The client of the running server, if it runs. */
  get running(): LanguageClient | undefined {
    return this.client?.state === State.Running ? this.client : undefined;
  }

  restart(): Promise<void> {
    return this.queue(async () => {
      await this.halt();
      await this.start();
    });
  }

  stop(): Promise<void> {
    return this.queue(() => this.halt());
  }

  dispose(): void {
    this.changed.dispose();
  }

  private queue(task: () => Promise<void>): Promise<void> {
    this.pending = this.pending.then(task, task);
    return this.pending;
  }

  private async start(): Promise<void> {
    this.changed.fire({ kind: 'starting' });
    const plan = await choosePlan(this.extensionPath);
    if (plan.kind === 'refusal') {
      return this.fail(plan);
    }
    this.output.info(`Starting ${[plan.command, ...plan.args].join(' ')}`);
    const client = this.createClient(plan);
    this.client = client;
    client.onDidChangeState(({ newState }) => this.follow(client, plan, newState));
    try {
      await client.start();
    } catch (error) {
      this.output.error(String(error));
      this.fail({
        kind: 'refusal',
        message: `The Gluonize server did not start with ${plan.command}: its messages are in the output "Gluonize".`,
      });
    }
  }

  private fail(problem: Refusal): void {
    this.output.error(problem.message);
    this.changed.fire({ kind: 'failed', problem });
  }

  private async halt(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    if (client === undefined) {
      return;
    }
    try {
      await client.dispose();
    } catch (error) {
      this.output.warn(`The server did not stop in good order: ${String(error)}`);
    }
    this.changed.fire({ kind: 'stopped' });
  }

  private follow(client: LanguageClient, launch: Launch, state: State): void {
    if (client !== this.client) {
      return;
    }
    if (state === State.Running) {
      const version = client.initializeResult?.serverInfo?.version ?? '';
      this.changed.fire({ kind: 'running', launch, version });
    } else if (state === State.Stopped) {
      this.changed.fire({ kind: 'stopped' });
    }
  }

  private createClient(launch: Launch): LanguageClient {
    const executable = { command: launch.command, args: [...launch.args], options: { cwd: this.extensionPath } };
    const options: LanguageClientOptions = {
      documentSelector: [
        { ...PYTHON, scheme: 'file' },
        { ...PYTHON, scheme: 'untitled' },
        { ...PYTHON, scheme: 'vscode-notebook-cell' },
      ],
      initializationOptions: vscode.workspace.getConfiguration('gluonize'),
      synchronize: { configurationSection: 'gluonize' },
      // The problem is told once, by `start`.
      initializationFailedHandler: () => false,
      outputChannel: this.output,
      middleware: this.middleware,
    };
    return new LanguageClient('gluonize', 'Gluonize', { run: executable, debug: executable }, options);
  }
}

