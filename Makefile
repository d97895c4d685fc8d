# Two commands do everything from a fresh clone: make demo, make test.
# uv is used when it is on PATH; otherwise venv and pip of Python 3.11 or newer.
UV := $(shell command -v uv 2>/dev/null)
PY ?= $(shell command -v python3.11 2>/dev/null || echo python3)
BIN := .venv/bin
STAMP := .venv/.newsflow-$(if $(UV),uv,pip)
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
DEMO ?= demo-newsroom
JOBS ?= auto

.DEFAULT_GOAL := help
.PHONY: help demo test check docs bench soak format clean

help: ## what can be made here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): pyproject.toml $(wildcard plugins/*/pyproject.toml)
ifneq ($(UV),)
	$(UV) sync --all-packages --all-extras --quiet
else
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "newsflow needs Python 3.11 or newer: make PY=python3.11 …")'
	$(PY) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[test]' $(addprefix -e ,$(PLUGINS))
endif
	@touch $@

demo: $(STAMP) ## the example stories go their whole way, into demo-newsroom/
	@$(BIN)/newsflow demo $(DEMO)

test: $(STAMP) ## every test, with the coverage of src/
	@rm -f .coverage .coverage.*
	$(BIN)/python -m coverage run -m pytest -q -n $(JOBS)
	$(BIN)/python -m coverage combine -q
	$(BIN)/python -m coverage report --fail-under=95
	$(BIN)/python -m coverage report --fail-under=100 --include='src/newsflow/errors.py,src/newsflow/model/*,src/newsflow/events/*,src/newsflow/workflow/*'

check: $(STAMP) ## lint, types, layers, shape, docs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy src $(wildcard plugins/*/src)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/guards
	$(BIN)/python -m sphinx -q -n -W --keep-going -b html docs docs/_build/html

docs: $(STAMP) ## the documentation, into docs/_build/html
	$(BIN)/python -m sphinx -n -W --keep-going -b html docs docs/_build/html

bench: $(STAMP) ## ratios within one run
	$(BIN)/python bench/run.py

soak: $(STAMP) ## 10,000 stories while workers die: minutes, not in bench
	$(BIN)/python bench/soak.py

format: $(STAMP) ## put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## remove what the other targets made
	rm -rf .venv .cache build dist docs/_build $(DEMO) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
