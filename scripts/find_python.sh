#!/usr/bin/env bash
# Prints the first Python that the development environment can be made with: MXNet 1.9.1 needs NumPy 1, which has
# wheels up to Python 3.12; on 3.13 the environment takes NumPy 2, which the kernels know how to serve.
set -euo pipefail

for name in python3.11 python3.10 python3.12 python3.13 python3; do
  if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null; then
    command -v "$name"
    exit 0
  fi
done
echo "No Python 3.10 to 3.13 with the venv module was found: install one, for instance python3.11 and python3.11-venv." >&2
exit 1
