// Makes dist/gluonize-VERSION.vsix: the extension, and beside it the server with its pure-Python dependencies.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createVSIX } from '@vscode/vsce';

const extension = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const repository = path.dirname(extension);
const libs = path.join(extension, 'bundled', 'libs');
const dist = path.join(repository, 'dist');

/** The Python that builds: PYTHON from the environment, else the repository's own. */
const python = process.env.PYTHON ?? path.join(repository, '.venv', 'bin', 'python');

function pip(...args) {
  const quiet = ['-m', 'pip', '-qq', '--disable-pip-version-check'];
  execFileSync(python, [...quiet, ...args], { cwd: repository, stdio: 'inherit' });
}

function bundleServer() {
  const wheels = path.join(extension, 'build');
  for (const folder of [libs, wheels]) rmSync(folder, { recursive: true, force: true });
  pip('wheel', '--no-deps', '--wheel-dir', wheels, repository);
  const [wheel] = readdirSync(wheels);
  // The oldest supported version, any platform and no compiled module: whatever is not pure Python is refused here.
  const pure = ['--python-version', '3.10', '--implementation', 'py', '--abi', 'none', '--platform', 'any'];
  const requirements = path.join(extension, 'bundled', 'requirements.txt');
  pip('install', '--no-deps', '--only-binary=:all:', ...pure, '--no-compile', '--target', libs,
    '--requirement', requirements, path.join(wheels, wheel));
  dropStubs();
}

/** Leaves out jedi's stubs of other projects' packages, 4,000 files; it lists the folder, so one small set stays. */
function dropStubs() {
  const thirdParty = path.join(libs, 'jedi', 'third_party');
  rmSync(path.join(thirdParty, 'django-stubs'), { recursive: true });
  const stubs = path.join(thirdParty, 'typeshed', 'stubs');
  for (const name of readdirSync(stubs).filter((name) => name !== 'decorator')) {
    rmSync(path.join(stubs, name), { recursive: true });
  }
}

bundleServer();
copyFileSync(path.join(repository, 'LICENSE'), path.join(extension, 'LICENSE'));
mkdirSync(dist, { recursive: true });
const { name, version } = JSON.parse(readFileSync(path.join(extension, 'package.json'), 'utf8'));
await createVSIX({
  cwd: extension,
  packagePath: path.join(dist, `${name}-${version}.vsix`),
  dependencies: false,
  allowMissingRepository: true,
  allowPackageAllSecrets: true, // the scan takes minutes on the libraries, which come from pinned wheels
});
