# `make serve` and `make test` do all the set-up that is missing, and are quick when nothing is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: setup serve test check unit build clean

setup: $(STAMP)
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

serve: setup
	@$(BIN)/forlobkg serve

test: setup check unit

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

unit: $(STAMP)
	OMP_NUM_THREADS=1 $(BIN)/pytest --numprocesses 2 --dist loadfile

build: $(STAMP)
	$(BIN)/forlobkg build

clean:
	rm -rf $(VENV) .forlobkg .mypy_cache .ruff_cache .pytest_cache dist
