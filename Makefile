# The doors of OSM. `make demo` shows it, `make setup` prepares work on it.
PYTHON ?= python3
PORT ?= 8000
SIZE ?= S
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
TEMPLATES := $(wildcard */templates templates)
# Nothing is served or asked for under these: they let Django look at the production settings.
AS_PRODUCTION := OSM_MODE=production OSM_ALLOWED_HOSTS=osm.example \
	OSM_SECRET_KEY="$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
	DATABASE_URL=postgres://osm:nobody@127.0.0.1:1/osm
LOCK := $(BIN)/uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --quiet

.PHONY: help setup demo test check fix lock bench proof screenshots packages
.DEFAULT_GOAL := help

help:
	@echo "make demo [PORT=8000]  install what is needed and show OSM with the Army of Aldmark"
	@echo "make setup             install everything for work on OSM and write .env"
	@echo "make test [ARGS=...]   run all tests: on SQLite, then on PostgreSQL with Redis"
	@echo "make check             lint, types, import contracts, templates, migrations"
	@echo "make fix               format and repair what can be repaired"
	@echo "make lock              resolve the requirements again"
	@echo "make bench NAME=...    measure [SIZE=S|M|L] [DATABASE=url] [JSON=1]"
	@echo "make proof N=...       show a promise of reliability"
	@echo "make screenshots       take the pictures of the documentation again"

packages:
	@$(PYTHON) requirements/install.py dev

setup: packages .env

.env:
	@umask 077; $(PYTHON) -c 'import secrets; print(f"OSM_SECRET_KEY={secrets.token_urlsafe(64)}")' > $@
	@echo "Wrote .env with a random secret key."

demo:
	@exec $(PYTHON) demo/run.py --port "$(PORT)"

test: packages
	@exec $(BIN)/python tests/run_all.py $(ARGS)

check: packages
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(BIN)/djlint --check --quiet $(TEMPLATES)
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check
	$(AS_PRODUCTION) $(MANAGE) check --deploy --fail-level WARNING

fix: packages
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/djlint --reformat --quiet $(TEMPLATES)

lock: packages
	$(LOCK) requirements/uv.in -o requirements/uv.txt
	$(LOCK) pyproject.toml -o requirements/run.txt
	$(LOCK) pyproject.toml --extra prod -o requirements/prod.txt
	$(LOCK) pyproject.toml --extra dev -o requirements/dev.txt
	$(LOCK) pyproject.toml --extra bench -o requirements/bench.txt

bench: packages
	@$(if $(filter compute,$(NAME)),$(PYTHON) requirements/install.py bench)
	@exec $(BIN)/python -m tests.bench $(NAME) --size "$(SIZE)" --database "$(DATABASE)" $(if $(JSON),--json)

proof: packages
	@exec $(BIN)/python -m tests.proofs $(N)

screenshots: packages
	@exec $(BIN)/python -m tests.e2e.screenshots docs/screenshots
