# Tocsin's commands. `make help` lists them; each sets up what it needs by itself.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

PYTHON := .venv/bin/python
PYTEST := $(PYTHON) -m pytest
# The order of `make test`: what fails soonest comes first.
SUITES := unit contracts architecture integration scenario faults
# Suites of many files run two files at a time, each process with servers of its own; `PARALLEL=` runs one at a time.
PARALLEL := -n 2 --dist loadfile --no-loadscope-reorder
PARALLEL_SUITES := unit integration faults
# A minute of load at a fixed rate is no such load beside another platform: these files run after the rest, alone.
ALONE_faults := tests/faults/test_random_kills.py

.PHONY: help setup setup-browser demo test check bench scenario faults test-unit test-integration clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

setup: ## install all that is needed: Python packages, Java, Kafka (again: costs nothing)
	@deploy/local/install

setup-browser:
	@deploy/local/install --browser

demo: setup ## start everything and stream a simulated operation; options in ARGS="--seed 7"
	@./tocsin demo $(ARGS)

check: setup ## ruff, mypy, import directions, architecture tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports
	$(PYTEST) -q tests/architecture

test: setup-browser ## every test: unit, contracts, architecture, integration, scenario, faults
	@for suite in $(SUITES); do $(MAKE) --no-print-directory suite-$$suite; done

test-unit: setup ## the tests that need no server
	@for suite in unit contracts architecture; do $(MAKE) --no-print-directory suite-$$suite; done

test-integration: setup ## on a real Kafka and MongoDB, started by the tests
	@$(MAKE) --no-print-directory suite-integration

scenario: setup-browser ## the running system, driven from outside
	@$(MAKE) --no-print-directory suite-scenario

faults: setup ## services killed under load, then an independent recount
	@$(MAKE) --no-print-directory suite-faults

# Whoever asks for a part of a suite (PYTEST_ARGS, ONLY) gets it in one process.
whole = $(PYTEST) tests/$1 $(if $(filter $1,$(PARALLEL_SUITES)),$(PARALLEL)) $(addprefix --ignore=,$(ALONE_$1))
alone = $(if $(ALONE_$1),&& echo "==> $(ALONE_$1)" && $(PYTEST) $(ALONE_$1))
suite = $(if $(strip $(PYTEST_ARGS)$(ONLY)),$(PYTEST) tests/$1 $(PYTEST_ARGS),$(whole) $(alone))

# A suite that has no folder has no tests yet; a folder without a test is a mistake and fails.
suite-%:
	@if [ -d tests/$* ]; then echo "==> tests/$*"; $(call suite,$*); else echo "==> tests/$* does not exist yet"; fi

bench: setup ## latency, throughput, recovery and memory in one run; BENCH_JSON=FILE writes them
	@$(PYTHON) -m benchmarks $(if $(BENCH_JSON),--json-file $(BENCH_JSON))

clean: ## remove what was built and cached; a platform's state folder stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
