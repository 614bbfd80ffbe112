# Attune. `make` alone lists what can be made; each line's work is a small script in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run dev build test journeys shots bench size tools clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## build the release and serve it on this machine (PORT=8080)
	@scripts/run.sh

dev: ## rebuild and reload whenever a file is saved (PORT=8081)
	@scripts/dev.sh

build: ## build the release into dist/
	@scripts/build.sh

tools: ## set up all tools in .tools/ (every target does what it needs of this by itself)
	@scripts/tools.sh build browsers

clean: ## remove everything that was built; the tools in .tools/ stay
	@rm -rf target dist screenshots
