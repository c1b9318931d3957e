# Two commands: `make demo` opens Trellis on an invented network; `make test` runs every test.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
SIZE ?= small
PORT ?= 8000
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Keep what Python compiles, also where the environment says not to: each process would compile all of Trellis again.
export PYTHONDONTWRITEBYTECODE =

.PHONY: demo install test check bench lock clean \
  check-types check-words check-migrations check-code check-templates check-imports check-style

demo: $(VENV)/runtime.stamp
	@$(BIN)/trellis demo --size $(SIZE) --port $(PORT)

# For a school's own machine (docs/operate.md): what Trellis needs, and nothing else.
# Translations and bytecode are compiled now: the account that runs Trellis may not write to the code.
install: $(VENV)/runtime.stamp
	@$(BIN)/python -m compileall -q src
	@$(BIN)/trellis words compile

test: $(VENV)/dev.stamp check
	@$(BIN)/python -m pytest --numprocesses auto --dist worksteal --ignore tests/browser
	@$(BIN)/python -m pytest --numprocesses auto --dist load --maxschedchunk 1 tests/browser

# Two steps at a time, each with its own output; the first that fails is named at the end.
check: $(VENV)/dev.stamp
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target \
	  check-types check-words check-migrations check-code check-templates check-imports check-style

check-types:
	@$(BIN)/ty check --quiet --error-on-warning src

check-words:
	@DJANGO_SETTINGS_MODULE=trellis.config.settings $(BIN)/python tools/check_words.py

check-migrations:
	@TRELLIS_DATABASE=sqlite://:memory: $(BIN)/trellis manage makemigrations --check --dry-run > /dev/null || \
	  { echo "A model changed without a migration: run '$(BIN)/trellis manage makemigrations'."; exit 1; }

check-code:
	@$(BIN)/python tools/check_code.py

check-templates:
	@$(BIN)/djlint --lint --quiet src

check-imports:
	@$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

check-style:
	@$(BIN)/ruff check --quiet src tests tools
	@$(BIN)/ruff format --check --quiet src tests tools

bench: $(VENV)/dev.stamp
	@$(BIN)/python -m benchmarks

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Trellis needs Python 3.11 or newer: install it (Debian: apt-get install python3 python3-venv), or name one with PYTHON=python3.12."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python cannot make a virtual environment: install its venv module (Debian: apt-get install python3-venv)."; exit 1; }

$(VENV)/runtime.stamp: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Trellis needs ..."
	@$(BIN)/pip install --quiet --no-deps --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable . 2>/dev/null || $(BIN)/pip install --quiet --no-deps --editable .
	@touch $@

# Python compiles what the tests use when they use it, which is a small part.
$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what Trellis and its tests need ..."
	@$(BIN)/pip install --quiet --no-compile --no-deps --require-hashes -r requirements-dev.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable . 2>/dev/null || $(BIN)/pip install --quiet --no-deps --editable .
	@touch $@ $(VENV)/runtime.stamp

# The lock files name versions and hashes, never a host. Needs uv (pip install uv).
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --extra postgres -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header pyproject.toml --group dev --extra postgres -o requirements-dev.lock

clean:
	rm -rf $(VENV) data
