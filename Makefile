# Automation Hub. `make help` lists what there is.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MVN := scripts/mvn

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  %-14s %s\n", $$1, $$2}'

build: ## Compile and package without tests
	$(MVN) -q -DskipTests package

test: ## Run every check and test
	$(MVN) verify

lint: ## Check format and static analysis
	$(MVN) -q -DskipTests verify

format: ## Rewrite sources in the project's format
	$(MVN) -q spotless:apply

ci: ## What CI runs
	bash .ci/run

clean: ## Remove build results
	$(MVN) -q clean

.PHONY: help build test lint format ci clean
