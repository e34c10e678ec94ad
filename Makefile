# Each target sets up what it needs, and is quick when that is done already.
PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test check package bench format clean

help: ## show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-10s %s\n", $$1, $$2 }'

setup: ## make .venv with PyTorch, MXNet and the tools
	@scripts/setup.sh

demo: setup ## convert a PyTorch program, train both versions, and compare them
	@.venv/bin/gluonize demo --output reports/demo

test: setup ## run every test: units, protocol, parity, real editors
	@scripts/setup_node.sh
	@tests/clients/setup.sh
	@$(PYTHON) -m pytest

check: setup ## lint, format, types, architecture
	@scripts/check.sh

package: setup ## build the wheel and the .vsix into dist/
	@scripts/package.sh

bench: setup ## measure against ruff's server, side by side
	@$(PYTHON) -m benchmarks

format: setup ## format and sort imports
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format --quiet

clean: ## remove what the targets built, but for .venv and node_modules
	@rm -rf dist reports
