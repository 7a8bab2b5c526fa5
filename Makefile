# Two commands do everything on a fresh machine with Python 3.11+ (with venv) and make: `make run`, `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .bootstrap/bin/uv
BIN := .venv/bin
NPM := cd app/web && PATH="$(CURDIR)/$(BIN):$$PATH" npm
BUNDLE := app/web/static/manifest.json
WEB_SOURCES := $(shell find app/web/ts app/web/css app/web/images -type f -not -name '*.test.ts' 2>/dev/null) \
	app/web/build.mjs app/web/package.json app/web/tsconfig.json

.PHONY: help run test postgresql check format bench cluster load bundle migration clean

help: ## list the targets
	@awk -F':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' Makefile

run: .venv/.synced $(BUNDLE) ## set everything up and serve on http://127.0.0.1:8000 (VIGIE_… variables are honoured)
	@exec $(BIN)/vigie serve

test: check ## all checks, then unit, property, API and browser tests, on SQLite and on PostgreSQL
	@$(NPM) test
	@$(BIN)/pytest -n auto -m "not e2e"
	@$(BIN)/pytest -n auto --dist loadgroup -m e2e # apart: Playwright keeps an event loop running in its process
	@$(MAKE) --no-print-directory postgresql

postgresql: .venv/.synced $(BUNDLE) ## every test that touches a database, on PostgreSQL
	@VIGIE_TEST_ON=postgresql $(BIN)/pytest -n auto -m "database and not e2e"
	@VIGIE_TEST_ON=postgresql $(BIN)/pytest -n auto --dist loadgroup -m "database and e2e"

check: .venv/.synced $(BUNDLE) ## format, lint, types, layers, schema, exercises
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(NPM) run --silent check
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export VIGIE_DATABASE_URL="sqlite:///$$folder/check.db"; \
		$(BIN)/vigie migrate && $(BIN)/alembic check
	@$(BIN)/vigie lint exercises

format: .venv/.synced app/web/node_modules/.installed ## format everything
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(NPM) run --silent format

bench: .venv/.synced $(BUNDLE) ## measure, as ratios taken side by side in one run
	@$(BIN)/python -m tests.bench

cluster: .venv/.synced $(BUNDLE) ## PostgreSQL, two web processes, two workers and a scripted model, until Ctrl-C
	@exec $(BIN)/python -m tests.cluster $(ARGS)

load: .venv/.synced $(BUNDLE) ## 500 simulated trainees on such a cluster; make load ARGS="--help" lists faults and more
	@$(BIN)/python -m tests.load $(ARGS)

bundle: $(BUNDLE) ## build the front end when its sources are newer

migration: .venv/.synced ## write a migration: make migration m="what changes" n=0002
	@folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; export VIGIE_DATABASE_URL="sqlite:///$$folder/new.db"; \
		$(BIN)/vigie migrate && $(BIN)/alembic revision --autogenerate --rev-id "$(n)" -m "$(m)"

clean: ## remove what the targets above have made, except the database
	rm -rf .bootstrap .venv app/web/node_modules app/web/static .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(UV):
	@$(PYTHON) -m venv .bootstrap
	@.bootstrap/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/.synced: pyproject.toml uv.lock $(UV)
	@env -u VIRTUAL_ENV $(UV) sync --frozen --quiet --python $(PYTHON)
	@touch $@

app/web/node_modules/.installed: app/web/package-lock.json .venv/.synced
	@$(NPM) ci --silent
	@touch $@

$(BUNDLE): $(WEB_SOURCES) app/web/node_modules/.installed
	@$(NPM) run --silent build
