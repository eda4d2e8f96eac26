# Everything a fresh machine needs is Python 3.11 or newer, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: plan test check bench lock clean

plan: $(READY)  ## make plans for the people in tests/profiles and say where they are
	@$(BIN)/supplement-plan make tests/profiles/*.json --out plans
	@echo "The plans are in $(CURDIR)/plans"

test: check  ## the same as check

check: $(READY)  ## style, types, import directions, tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

bench: $(READY)  ## how long things take, beside other ways to do them; judges nothing
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/cold.py
	$(BIN)/python tests/benchmarks/ask_start.py

lock:  ## write requirements.lock anew (needs pip-tools in the environment)
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate --extra dev --output-file requirements.lock pyproject.toml

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:  ## remove what make made
	rm -rf $(VENV) plans
