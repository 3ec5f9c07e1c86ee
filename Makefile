# Automation Hub. `make help` lists what there is.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MVN := scripts/mvn

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  %-18s %s\n", $$1, $$2}'

setup: ## Install what running and testing need, once
	scripts/install-system-tools --test
	scripts/install-temporal

run: ## Start the hub with everything it needs
	scripts/run

dev: ## Start the hub without class cache, log in detail
	LOG_LEVEL=debug scripts/run-dev

sample: ## Make a small git repository to deploy in data/samples/hello
	@scripts/sample-app

stop: ## End the hub; ALL=1 also what outlives it
	scripts/stop $(if $(ALL),--all)

migrate: ## Bring the database to the newest schema and end
	scripts/run migrate

rotate-master-key: ## Change the key that secrets are encrypted with; stop the hub first
	scripts/run rotate-master-key

verify-audit: ## Verify the audit log; ends with status 1 where it was tampered with
	scripts/run verify-audit

new-migration: ## Make an empty migration: NAME=what-it-does
	scripts/new-migration "$(NAME)"

build: ## Compile and package without tests
	$(MVN) -q -DskipTests package

test: ## Run every check and test
	scripts/test

crash: ## Kill hub, Temporal and PostgreSQL before and after every step of a deployment
	scripts/test -q -pl hub-service -am -Dtest=None -Dit.test='*CrashIT,EngineFaultIT,DiskFullIT' -Dcrash.all=true \
	  -Dsurefire.failIfNoSpecifiedTests=false -Dfailsafe.failIfNoSpecifiedTests=false

bench: ## Measure the packaged hub and print all figures; QUICK=1 does less of everything
	scripts/bench $(if $(QUICK),--quick) $(if $(ONLY),--only=$(ONLY))

lint: ## Check format and static analysis
	$(MVN) -q -DskipTests verify

format: ## Rewrite sources in the project's format
	$(MVN) -q spotless:apply

ci: ## What CI runs
	bash .ci/run

clean: ## Remove build results
	$(MVN) -q clean

.PHONY: help setup run dev sample stop migrate new-migration build test crash bench lint format ci clean rotate-master-key verify-audit
