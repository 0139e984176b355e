# Everything a newcomer types. `make help` says what; each target sets up what it needs by itself.
#
# The stamps in .venv/ remember what is in place, so that a second time costs nothing. They follow
# pyproject.toml and tools/setup-system: change one of those and the set-up is done again.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
SETUP := pyproject.toml tools/setup-system
# As many at a time as there are cores.
PYTEST := $(BIN)/pytest --numprocesses auto --dist worksteal
# Made anew when it is absent, half made, or its Python is gone.
MAKE_VENV = $(BIN)/pip --version >/dev/null 2>&1 || \
	"$$(tools/setup-system python)" -m venv --clear $(VENV)

# Homebrew keeps its libraries where macOS does not look.
ifeq ($(shell uname -s),Darwin)
RUN := DYLD_FALLBACK_LIBRARY_PATH="$$(brew --prefix)/lib:/usr/local/lib:/usr/lib"
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help sheets test test-slow bench check messages format setup setup-test setup-bench clean distclean

help:  ## deze lijst
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

sheets: setup  ## zet alles klaar en bouwt alle bladen in out/
	$(RUN) $(BIN)/flevoprint build $(ARGS)

test: setup-test  ## zet alles klaar en toetst alles (ARGS="-k woord" voor een deel)
	$(RUN) $(PYTEST) $(ARGS)

test-slow: setup-test  ## de toetsen die minuten duren
	$(RUN) $(PYTEST) -m slow $(ARGS)

bench: setup-bench  ## meet flevoprint naast andere programma's (ARGS=--quick voor een blik)
	$(RUN) $(BIN)/python -m bench $(ARGS)

check: setup-test  ## leest de code na: ruff en mypy
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python tools/messages --check

messages: setup-test  ## werkt de vertalingen in src/flevoprint/locale bij
	$(BIN)/python tools/messages

format: setup-test  ## zet de code in het gelid
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

setup: $(VENV)/setup  ## alleen klaarzetten wat bouwen nodig heeft

setup-test: $(VENV)/setup-test  ## en wat toetsen nodig heeft

setup-bench: $(VENV)/setup-bench  ## en wat meten nodig heeft

clean:  ## ruimt op wat gebouwd is
	rm -rf out .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis

distclean: clean  ## en ook wat klaargezet is
	rm -rf $(VENV) node_modules

$(VENV)/setup: $(SETUP)
	tools/setup-system run
	@$(MAKE_VENV)
	$(PIP) install --editable .
	@touch $@

$(VENV)/setup-test: $(SETUP)
	tools/setup-system test
	@$(MAKE_VENV)
	$(PIP) install --editable '.[test]'
	@touch $(VENV)/setup $@

$(VENV)/setup-bench: $(SETUP)
	tools/setup-system run
	@$(MAKE_VENV)
	$(PIP) install --editable '.[bench]'
	@touch $(VENV)/setup $@
