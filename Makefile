# Attune. `make` alone lists what can be made; each line's work is a small script in scripts/.
.DEFAULT_GOAL := help
.PHONY: help run dev build test soak journeys shots bench size tools clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: ## build the release and serve it on this machine (PORT=8080)
	@scripts/run.sh

dev: ## rebuild and reload whenever a file is saved (PORT=8081)
	@scripts/dev.sh

build: ## build the release into dist/
	@scripts/build.sh

test: ## check everything: lints, native tests, wasm tests, the release in three browsers
	@scripts/test.sh

soak: ## killed browsers, long histories, random questionnaires: half an hour (SOAK=kills, SOAK=fuzz alone; SOAK_SECONDS=600)
	@scripts/soak.sh

journeys: ## only the journeys in browsers (FILTER=first_page ATTUNE_BROWSERS=chromium)
	@scripts/journeys.sh

shots: ## pictures of the page at three widths, light and dark, into screenshots/ (FILTER=caseload)
	@scripts/shots.sh

bench: ## times of the engine, sizes, times in Chromium, a vault of 60,000 sessions in every browser (BENCH=store alone)
	@scripts/bench.sh

size: build ## sizes against the budget
	@node scripts/size.mjs

tools: ## set up all tools in .tools/ (every target does what it needs of this by itself)
	@scripts/tools.sh build browsers

clean: ## remove everything that was built; the tools in .tools/ stay
	@rm -rf target dist screenshots
