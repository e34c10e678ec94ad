#!/usr/bin/env bash
# Builds the wheel, the source distribution and the .vsix into dist/, from nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

rm -rf dist
mkdir dist
.venv/bin/python -m build --outdir dist . >/dev/null
scripts/setup_node.sh
npm run --silent package --workspace vscode-client
ls dist/*.whl dist/*.tar.gz dist/*.vsix
