# Two commands matter: `make demo` shows the product, `make test` proves it.
# Nothing but make and a Python ≥ 3.12 is needed; everything else is set up below .venv.

SHELL := /bin/sh
VENV ?= .venv
BIN := $(VENV)/bin
PYTHON_FOUND = $(shell sh scripts/find-python)
SERVE ?= 1

.PHONY: help setup setup-dev browser messages demo run test quick lint types bench soak docs lock ci clean

help:
	@sed -n 's/^## //p' Makefile

## make demo      set up, start, load the demo shop (or DATA=orders.csv), learn, show the findings, serve
demo: $(VENV)/.ready
	@$(BIN)/regulars demo $(if $(DATA),--data "$(DATA)") $(if $(PORT),--port $(PORT)) $(if $(filter 0,$(SERVE)),--no-serve)

## make test      set up with the test tools and a browser, and run every test
test: setup-dev browser
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder --durations 15

## make quick     the tests without those that take long or need a browser
quick: setup-dev
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder -m "not slow and not browser"

## make run       start an installation (PORT=8000)
run: $(VENV)/.ready
	@$(BIN)/regulars up $(if $(PORT),--port $(PORT))

## make lint      style, types, templates, floors
lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy regulars
	@$(BIN)/djlint --quiet --lint regulars
	@$(BIN)/lint-imports --no-cache

## make bench     every figure of docs/explanation/performance.md, as ratios, in one run
bench: setup-dev
	@$(BIN)/regulars bench

## make soak      kill and load for hours; stop it with Ctrl-C
soak: setup-dev
	@$(BIN)/python -m bench.soak

## make messages  collect and compile what people read, in three languages
messages: setup-dev
	@$(BIN)/python scripts/messages.py

## make docs      write the reference pages from the code
docs: setup-dev
	@$(BIN)/python scripts/reference.py

## make lock      pin the newest versions that pyproject.toml allows
lock:
	@sh scripts/lock $(PYTHON_FOUND)

## make ci        exactly what the pipeline does
ci: setup-dev browser
	@$(MAKE) --no-print-directory --jobs 2 lint test

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev

$(VENV)/.ready: requirements/run.txt pyproject.toml
	@test -n "$(PYTHON_FOUND)" || { echo "Regulars needs Python 3.12 or newer, and none was found: install it (Debian and Ubuntu: apt install python3.12 python3.12-venv; macOS: brew install python; or uv python install 3.13) and try again."; exit 2; }
	@test -x $(BIN)/python || "$(PYTHON_FOUND)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check --no-deps --editable .
	@$(BIN)/python scripts/compile_messages.py
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check -r requirements/dev.txt
	@touch $@

browser:
	@sh scripts/find-browser $(BIN)

clean:
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build
