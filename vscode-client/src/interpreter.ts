/** Which Python runs the server, and what it can do. */

import { execFile } from 'node:child_process';
import * as os from 'node:os';
import * as path from 'node:path';
import { promisify } from 'node:util';
import { PVSC_EXTENSION_ID, PythonExtension } from '@vscode/python-extension';
import * as vscode from 'vscode';
import { type Plan, type Probe, planLaunch, unusable } from './plan';

const run = promisify(execFile);
const PROBE_TIMEOUT_MS = 30_000;
const ON_PATH = process.platform === 'win32' ? ['python', 'py'] : ['python3', 'python'];

/** The plan for the chosen interpreter: the setting, else the Python extension's choice, else the PATH. */
export async function choosePlan(extensionPath: string): Promise<Plan> {
  const bundled = path.join(extensionPath, 'bundled');
  const chosen = configured() ?? (await selectedInPythonExtension());
  for (const interpreter of chosen === undefined ? ON_PATH : [chosen]) {
    const probe = await ask(interpreter, bundled);
    if (probe !== undefined) {
      return planLaunch(interpreter, probe, bundled);
    }
  }
  return unusable(chosen);
}

/** Calls back whenever the Python extension, if there is one, has another interpreter selected. */
export async function onInterpreterSelected(changed: () => void): Promise<vscode.Disposable | undefined> {
  const api = await pythonExtension();
  return api?.environments.onDidChangeActiveEnvironmentPath(changed);
}

function configured(): string | undefined {
  const value = vscode.workspace.getConfiguration('gluonize').get('interpreter', '').trim();
  return value === '' ? undefined : expanded(value);
}

function expanded(value: string): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  return value.replace(/^~(?=[/\\])/, os.homedir()).replaceAll('${workspaceFolder}', folder);
}

async function selectedInPythonExtension(): Promise<string | undefined> {
  const api = await pythonExtension();
  if (api === undefined) {
    return undefined;
  }
  const active = api.environments.getActiveEnvironmentPath(vscode.workspace.workspaceFolders?.[0]?.uri);
  const environment = await api.environments.resolveEnvironment(active);
  return environment?.executable.uri?.fsPath;
}

async function pythonExtension(): Promise<PythonExtension | undefined> {
  return vscode.extensions.getExtension(PVSC_EXTENSION_ID) === undefined ? undefined : PythonExtension.api();
}

async function ask(interpreter: string, bundled: string): Promise<Probe | undefined> {
  try {
    // The working directory must hold no module of the user's, which Python would import in place of its own.
    const options = { cwd: bundled, timeout: PROBE_TIMEOUT_MS };
    const { stdout } = await run(interpreter, [path.join(bundled, 'probe.py')], options);
    return JSON.parse(stdout) as Probe;
  } catch {
    return undefined;
  }
}
