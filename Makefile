# What a newcomer types. `make demo` runs the program; `make test` proves it; `make check` keeps it tidy.
PYTHON ?= python3
BIN := .venv/bin
unexport PYTHONDONTWRITEBYTECODE  # tests start the program often; compiled once, it starts in half the time

.PHONY: help setup demo test check fix bench docs lock clean
help:
	@echo "make demo   the whole program on http://127.0.0.1:8000"
	@echo "make test   every test, browser journeys included"
	@echo "make check  style, types, import contracts, templates, docs"
	@echo "make fix    let the formatters do their part"
	@echo "make bench  measure speed and accuracy (ONLY=reader for one part)"
	@echo "make docs   write the generated reference pages anew"
	@echo "make lock   resolve the dependencies anew"

setup: .venv/runtime.stamp

.venv/runtime.stamp: requirements/runtime.lock pyproject.toml
	@test -x $(BIN)/python || { echo "making .venv …"; $(PYTHON) -m venv .venv; }
	@echo "installing what the program needs …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/runtime.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements/dev.lock
	@echo "installing what tests and checks need …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

.venv/tools.stamp: .venv/dev.stamp tests/tools.sh
	@sh tests/tools.sh $(BIN)
	@touch $@

demo: setup
	@$(BIN)/luoshi demo

test: .venv/tools.stamp
	@$(BIN)/pytest -n 2 --dist loadgroup $(ARGS)

check: .venv/dev.stamp
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/djlint --check --lint --quiet luoshi
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/luoshi reference --check

fix: .venv/dev.stamp
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet luoshi || true

bench: .venv/tools.stamp
	@$(BIN)/python -m benchmarks $(ONLY)

docs: .venv/dev.stamp
	@$(BIN)/luoshi reference

lock:
	@test -x .tools/bin/uv || { $(PYTHON) -m venv .tools && .tools/bin/pip install --quiet uv; }
	@sh requirements/lock.sh .tools/bin/uv

clean:
	rm -rf .venv .tools var build dist
