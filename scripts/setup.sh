#!/usr/bin/env bash
# Makes .venv with everything that tests, checks and the demo need. Does nothing when it was done already.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/stamp.sh

inputs=(pyproject.toml scripts/setup.sh)
stamp=.venv/.gluonize-setup
if fresh "$stamp" "${inputs[@]}"; then exit 0; fi

if [[ ! -x .venv/bin/python ]]; then
  python=$(scripts/find_python.sh)
  echo "Setting up .venv with $("$python" --version) (a few minutes, once)"
  "$python" -m venv .venv
fi

install() { .venv/bin/python -m pip install -qq --disable-pip-version-check "$@"; }

echo "Installing PyTorch, MXNet and the development tools into .venv"
# PyTorch goes first and alone: its version is pinned, and nothing after it may replace it.
install --upgrade "pip>=25.1"
install torch==2.13.0
if .venv/bin/python -c 'import sys; sys.exit(sys.version_info >= (3, 13))'; then
  install "numpy<2" mxnet==1.9.1
else
  install "numpy>=2,<2.3" requests graphviz
  install --no-deps mxnet==1.9.1
fi
install --no-deps torchvision==0.28.0
install scikit-learn pillow mxboard==0.1.0 "protobuf<3.21"
install --group dev
install --editable .
done_with "$stamp" "${inputs[@]}"
