# Each target sets up what it needs, and is quick when that is done already.
PYTHON := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help setup demo test check package bench verify verify-changed docs format clean

help: ## show the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-15s %s\n", $$1, $$2 }'

setup: ## make .venv with PyTorch, MXNet and the tools
	@scripts/setup.sh

demo: setup ## convert a PyTorch program, train both versions, and compare them
	@.venv/bin/gluonize demo --output reports/demo

test: setup ## run every test: units, protocol, parity, real editors
	@scripts/setup_node.sh
	@tests/clients/setup.sh
	@$(PYTHON) -m pytest -m "not clients"
	@# Apart, because the browser's driver keeps an event loop; what a browser's timing broke gets one more try, from a fresh start.
	@$(PYTHON) -m pytest -m clients || $(PYTHON) -m pytest -m clients --last-failed

check: setup ## lint, format, types, architecture
	@scripts/check.sh

package: setup ## build the wheel and the .vsix into dist/
	@scripts/package.sh

bench: setup ## measure against ruff's server, side by side
	@$(PYTHON) -m benchmarks

verify: setup ## run the whole catalogue on PyTorch and MXNet, and write its evidence
	@$(PYTHON) -m scripts.verify --all --jobs 2

verify-changed: setup ## the same for what changed since SINCE (HEAD~1), and a sample of the rest
	@$(PYTHON) -m scripts.verify --since $(or $(SINCE),HEAD~1) --stale --sample 100 --jobs 2

docs: setup ## write docs/reference/ from the catalogue and its evidence
	@$(PYTHON) -m scripts.docs

format: setup ## format and sort imports
	@.venv/bin/ruff check --fix --quiet
	@.venv/bin/ruff format --quiet

clean: ## remove what the targets built, but for .venv and node_modules
	@rm -rf dist reports
