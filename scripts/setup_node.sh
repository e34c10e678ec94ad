#!/usr/bin/env bash
# Installs the Node packages of the VS Code client. Does nothing when it was done already.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/stamp.sh

if ! command -v npm >/dev/null; then
  echo "The VS Code client needs Node 20 or newer with npm: install them." >&2
  exit 2
fi
inputs=(package.json vscode-client/package.json scripts/setup_node.sh)
if [[ -f package-lock.json ]]; then inputs+=(package-lock.json); fi
stamp=node_modules/.gluonize-setup
if fresh "$stamp" "${inputs[@]}"; then exit 0; fi
echo "Installing the Node packages"
if [[ -f package-lock.json ]]; then
  npm ci --ignore-scripts --silent --no-progress
else
  npm install --ignore-scripts --silent --no-progress
fi
done_with "$stamp" "${inputs[@]}"
