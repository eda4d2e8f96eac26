# Everything a fresh machine needs is Python 3.11 or newer, pip and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TESTS := $(VENV)/.ready-for-tests
FUZZ := $(VENV)/.ready-to-fuzz
RELEASE := $(VENV)-release/.ready
LOCK := $(VENV)-lock
SECONDS ?= 600
INSTALL = $(BIN)/pip install --quiet --disable-pip-version-check
COMPILE = $(LOCK)/bin/pip-compile --quiet --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header --no-annotate

.PHONY: plan test check prove mutants million bench fuzz digest release-check lint-pages lock clean

plan: $(READY)  ## make plans for the people in tests/profiles and say where they are
	@$(BIN)/supplement-plan make tests/profiles/*.json --out plans
	@echo "The plans are in $(CURDIR)/plans"

test: check  ## the same as check

check: $(TESTS)  ## style, types, import directions, tests
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

bench: $(TESTS)  ## how long things take, beside other ways to do them; judges nothing
	$(BIN)/python tests/benchmarks/bench.py
	$(BIN)/python tests/benchmarks/cold.py
	$(BIN)/python tests/benchmarks/ask_start.py
	$(BIN)/python tests/benchmarks/batch.py

prove: $(TESTS)  ## every promise, how it is proved, and the time; fails where one does not hold
	$(BIN)/python tests/prove.py

mutants: $(TESTS)  ## break engine and knowledge on purpose, one edit at a time, and say which test notices; takes a while
	$(BIN)/python tests/mutants.py --unharmed --long

lint-pages: $(TESTS)  ## lint the papers of 300 generated people in both sizes on both papers, and the blank form; takes some minutes
	$(BIN)/python tests/lint_people.py 300

million: $(TESTS)  ## decide a million invented people and look at each; takes about an hour and goes on where it was ended
	$(BIN)/python tests/million.py 1000000 --processes 2 --into counted

fuzz: $(FUZZ)  ## throw inputs at reading, recognising and drawing for SECONDS in all; a find is kept in .fuzz and ends it
	$(BIN)/python tests/fuzz/run.py read_profile $$(($(SECONDS) / 3))
	$(BIN)/python tests/fuzz/run.py recognise $$(($(SECONDS) / 3))
	$(BIN)/python tests/fuzz/run.py draw $$(($(SECONDS) / 3))

digest: $(READY)  ## write the list of the knowledge files and their hashes anew, after `knowledge check`
	@$(BIN)/supplement-plan knowledge digest > planner/knowledge/DIGEST.new
	@mv planner/knowledge/DIGEST.new planner/knowledge/DIGEST

release-check: $(RELEASE)  ## build both archives, install them by hash, make a plan, list the parts, ask for known holes
	$(VENV)-release/bin/python tests/release.py

lock:  ## write the lock files anew
	$(PYTHON) -m venv $(LOCK)
	$(LOCK)/bin/pip install --quiet --disable-pip-version-check pip-tools
	$(COMPILE) --extra build --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --extra build --extra release --constraint requirements.lock --output-file requirements-release.lock pyproject.toml
	$(COMPILE) --extra fuzz --constraint requirements-dev.lock --output-file requirements-fuzz.lock pyproject.toml

# To make plans: what the program itself needs.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes --requirement requirements.lock
	$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

# To test: the same, and everything the tests need.
$(TESTS): $(READY) requirements-dev.lock
	$(INSTALL) --require-hashes --requirement requirements-dev.lock
	@touch $@

# To fuzz: the same, and what makes the inputs.
$(FUZZ): $(TESTS) requirements-fuzz.lock
	$(INSTALL) --require-hashes --requirement requirements-fuzz.lock
	@touch $@

# To release: tools of its own, so that none of them comes near what makes plans.
$(RELEASE): requirements-release.lock
	$(PYTHON) -m venv $(VENV)-release
	$(VENV)-release/bin/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-release.lock
	@touch $@

clean:  ## remove what make made
	rm -rf $(VENV) $(LOCK) $(VENV)-release dist plans
