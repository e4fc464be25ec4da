# make demo · make test · make check: each sets up what it needs, once; later runs need no network.
PYTHON ?= python3
DATA ?= ../shared/data
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: help demo test test-browser test-slow check lint page evals lock clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/run: requirements/run.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "twotrack needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes -r requirements/run.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.lock
	$(PIP) install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

demo: $(VENV)/run ## the whole job on the sample pages: ledger, brief, next command
	$(BIN)/twotrack demo

test: $(VENV)/dev ## the tests, under ten minutes on two cores
	$(BIN)/python -m pytest -m "not slow and not browser"

test-browser: $(VENV)/dev ## the page in a real browser; needs Chromium
	$(BIN)/python -m pytest -m browser tests/page

test-slow: $(VENV)/dev ## the tests that take longer: kills, floods, whole piles
	$(BIN)/python -m pytest -m slow

lint: $(VENV)/dev ## format, lint, types, import rules, corpus format
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m training.checking training/corpus --heldout $(DATA)/heldout_hashes.txt.gz

page/node_modules/.package-lock.json: page/package-lock.json page/.npmrc
	cd page && npm ci --no-audit --no-fund

page: page/node_modules/.package-lock.json ## build the local page from its lock file (needs Node 20 and npm)
	cd page && npm run --silent check && npm run --silent test && npm run --silent build

evals: $(VENV)/dev ## the reader's figures against their floors; public sets where DATA is there
	$(BIN)/python -m evals.gate $(DATA)

check: lint test ## lint, then test

lock: ## write the lock files anew from pyproject.toml (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group build pyproject.toml -o requirements/run.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--group dev pyproject.toml -c requirements/run.lock -o requirements/dev.lock

clean: ## remove the environment and what the demo wrote
	rm -rf $(VENV) twotrack-demo
