#!/usr/bin/env bash
# Sets up what the tests in real editors need: Node packages, a browser, VS Code and JupyterLab.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v chromium >/dev/null; then
  if [[ $(id -u) != 0 ]] || ! command -v apt-get >/dev/null; then
    echo "The client tests need Chromium: install it so that 'chromium' is on the PATH." >&2
    exit 2
  fi
  echo "Installing Chromium"
  apt-get -qq -o DPkg::Lock::Timeout=400 update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=400 install -y chromium >/dev/null
fi
scripts/setup_node.sh
tests/clients/setup.sh
