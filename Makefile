# Second Look. `make help` lists the targets. Nothing but make and Python 3.11 to 3.13 is needed.
.DEFAULT_GOAL := help
.PHONY: help install dev run test check train eval bench console audit lock format golden mutants clean

BIN := .venv/bin
export PORT

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install:
	@sh scripts/python scripts/setup.py requirements.lock

dev:
	@sh scripts/python scripts/setup.py requirements.lock requirements-dev.lock

run: install ## install what is missing, train if needed, serve on http://127.0.0.1:5005 (PORT=… changes it)
	@$(BIN)/secondlook run

train: install ## train the model, if anything it is made of changed
	@$(BIN)/secondlook train

test: dev train ## run the tests
	@$(BIN)/python -m pytest $(PYTEST)

check: dev ## lint, types, imports, content
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/secondlook content check

format: dev ## put the code into its usual form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

eval: install ## how well examples not trained on are understood; fails when worse than last accepted
	@$(BIN)/secondlook eval

bench: dev train ## public intent benchmarks (BENCHMARKS=folder); speed and size beside stock Rasa (about 15 minutes)
	-@$(BIN)/python bench/intents.py
	@$(BIN)/python bench/compare.py

golden: dev train ## write the golden talks anew; read the difference before you commit it
	@GOLDEN=write $(BIN)/python -m pytest tests/conversations

mutants: dev ## change the routing of helplines in 300 ways; the tests must notice nine in ten (about a minute)
	@rm -rf mutants && $(BIN)/mutmut run --max-children 2 > /dev/null; sh scripts/mutants $(BIN)/mutmut 90

console: ## the staff console (not built yet)
	@echo "The staff console is not built yet; edit the files in content/ (docs/content.md)." >&2; exit 1

audit: dev ## look for known vulnerabilities in what is installed
	@sh scripts/audit

lock: ## resolve the dependencies of pyproject.toml anew (needs uv)
	@sh scripts/lock

clean: ## remove the environment, the model and the state
	rm -rf .venv models var
