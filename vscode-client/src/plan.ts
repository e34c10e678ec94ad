/** How the server is started with an interpreter, decided from what that interpreter answered. No editor in here. */

import * as path from 'node:path';

/** What `bundled/probe.py` prints. */
export interface Probe {
  /** Full path of the interpreter that answered. */
  readonly executable: string;
  readonly version: readonly [number, number];
  readonly supported: boolean;
  /** gluonize can be imported in the environment. */
  readonly installed: boolean;
  /** Compiled modules the bundled server would need and that the environment lacks. */
  readonly missing: readonly string[];
}

export interface Launch {
  readonly kind: 'launch';
  readonly command: string;
  readonly args: readonly string[];
  readonly origin: 'environment' | 'bundled';
}

export interface Refusal {
  readonly kind: 'refusal';
  /** One sentence for the user: what is wrong and what to do. */
  readonly message: string;
  /** A shell command that repairs it, when there is one. */
  readonly remedy?: string;
}

export type Plan = Launch | Refusal;

/** The plan for an interpreter that answered, given the folder that holds the bundled server. */
export function planLaunch(interpreter: string, probe: Probe, bundled: string): Plan {
  if (!probe.supported) {
    return refusal(
      `Gluonize needs Python 3.10 or newer, and ${probe.executable} is ${probe.version.join('.')}: ` +
        'choose another one in the setting gluonize.interpreter.',
    );
  }
  if (probe.installed) {
    return { kind: 'launch', command: interpreter, args: ['-m', 'gluonize', 'server'], origin: 'environment' };
  }
  if (probe.missing.length === 0) {
    const starter = path.join(bundled, 'start.py');
    return { kind: 'launch', command: interpreter, args: [starter, 'server'], origin: 'bundled' };
  }
  const remedy = `${quoted(probe.executable)} -m pip install gluonize`;
  return refusal(`Gluonize is not installed for ${probe.executable}: run "pip install gluonize" there.`, remedy);
}

/** The refusal for an interpreter that could not be run at all. */
export function unusable(interpreter: string | undefined): Refusal {
  if (interpreter === undefined) {
    return refusal('Gluonize found no Python on the PATH: set gluonize.interpreter to a Python 3.10 or newer.');
  }
  return refusal(
    `Gluonize cannot run ${interpreter}: set gluonize.interpreter to the path of a Python 3.10 or newer.`,
  );
}

function refusal(message: string, remedy?: string): Refusal {
  return remedy === undefined ? { kind: 'refusal', message } : { kind: 'refusal', message, remedy };
}

function quoted(command: string): string {
  return /^[\w./\\:~-]+$/.test(command) ? command : `"${command}"`;
}
