#!/usr/bin/env bash
# Lint, format, types and the architecture's arrows; the TypeScript of the VS Code client where there is Node.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=.venv/bin

echo "ruff check";    "$bin/ruff" check
echo "ruff format";   "$bin/ruff" format --check
echo "mypy";          "$bin/mypy"
echo "architecture";  "$bin/python" -m pytest -q tests/test_architecture.py
if command -v npm >/dev/null; then
  scripts/setup_node.sh
  echo "tsc"; npm run --silent check --workspace vscode-client
else
  echo "tsc left out: there is no npm"
fi
