# `make serve` and `make test` do all the set-up that is missing, and are quick when nothing is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
FRONT := api/forlobkg_api/static/built/manifest.json

.PHONY: setup serve test check unit build clean

setup: $(STAMP) $(FRONT)
	@$(BIN)/forlobkg build --if-needed

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "forlobkg needs Python 3.11 or newer; run: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@echo "Making the virtual environment in $(VENV) (once)"
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing the packages (once; some minutes)"
	@$(BIN)/python -m pip install --disable-pip-version-check --progress-bar on \
	  --constraint constraints.txt --editable '.[dev]'
	@touch $(STAMP)

# Without the npm registry the rest still works: the pages are then plain, and the editor a form.
$(FRONT): $(STAMP) $(wildcard web/*.json web/build.* web/src/* web/src/*/* web/src/*/*/*)
	@echo "Building the front end (once)"
	@web/build.sh $(BIN) \
	  || echo "The front end could not be built; pages are plain until make setup succeeds" >&2

serve: setup
	@$(BIN)/forlobkg serve

test: setup check unit

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(STAMP)
	OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile --durations 12

build: $(STAMP)
	$(BIN)/forlobkg build

clean:
	rm -rf $(VENV) web/node_modules api/forlobkg_api/static/built .forlobkg .mypy_cache .ruff_cache .pytest_cache dist
