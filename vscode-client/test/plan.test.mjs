import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

const { planLaunch, unusable } = createRequire(import.meta.url)('../out/test/plan.js');

const environment = { executable: '/envs/work/bin/python', version: [3, 12], supported: true, installed: true, missing: [] };
const plan = (differences) => planLaunch('python3', { ...environment, ...differences }, '/extension/bundled');

test('a server in the environment is the one that runs', () => {
  const { command, args, origin } = plan({ missing: ['tree_sitter'] });
  assert.deepEqual([command, ...args], ['python3', '-m', 'gluonize', 'server']);
  assert.equal(origin, 'environment');
});

test('without it, the bundled server runs where its compiled dependencies are', () => {
  const { command, args, origin } = plan({ installed: false });
  assert.deepEqual([command, ...args], ['python3', '/extension/bundled/start.py', 'server']);
  assert.equal(origin, 'bundled');
});

test('without those, the user is told the command that installs it', () => {
  const { kind, message, remedy } = plan({ installed: false, missing: ['tree_sitter'] });
  assert.equal(kind, 'refusal');
  assert.match(message, /not installed for \/envs\/work\/bin\/python: run "pip install gluonize"/);
  assert.equal(remedy, '/envs/work/bin/python -m pip install gluonize');
});

test('a path with a space is quoted in the command', () => {
  const { remedy } = plan({ executable: '/my envs/python', installed: false, missing: ['tree_sitter'] });
  assert.equal(remedy, '"/my envs/python" -m pip install gluonize');
});

test('a Python that is too old is refused, whatever it has', () => {
  const { message } = plan({ version: [3, 8], supported: false });
  assert.match(message, /needs Python 3\.10 or newer, and \/envs\/work\/bin\/python is 3\.8/);
});

test('an interpreter that does not run is named, and none at all is said to be missing', () => {
  assert.match(unusable('/nowhere/python').message, /cannot run \/nowhere\/python/);
  assert.match(unusable(undefined).message, /no Python on the PATH/);
});
