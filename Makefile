# Everything here runs in .venv, which devstack/bootstrap.sh makes on any machine.
# Only what GNU make 3.81 (macOS) and a POSIX sh understand is used.

PYTHON = .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help install run run-fleet test coverage check bench schema texts migrations shell fmt reset

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | while IFS='|' read -r name text; do \
		printf '  make %-10s %s\n' "$$name" "$$text"; done

install:  ## install what uv.lock lists into .venv (the other commands do this too)
	@devstack/bootstrap.sh

run: install  ## start everything: engines, web, worker, beat [PORT=8000]
	@$(PYTHON) -m devstack.run $(if $(PORT),--port $(PORT))

run-fleet: install  ## start production's processes behind nginx: deploy/processes.toml [PORT=8000]
	@$(PYTHON) -m devstack.fleet $(if $(PORT),--port $(PORT))

# Tests often wait (for engines that they stopped, say), so there is one worker more than cores.
PYTEST = $(PYTHON) -m pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal

test: install  ## the whole suite, on its own engines
	$(PYTEST)

coverage: install  ## the same, and which lines it reached: longer, decision 0053
	$(PYTEST) --cov --cov-report=term

check: install  ## lint, format, sizes, types, layers, migrations, settings, drift of the documents, web/, cli/
	@$(PYTHON) -m devstack.check

bench: install  ## measure everything against its yardsticks
	$(PYTHON) -m bench
	$(PYTHON) -m bench.screenshots
	$(PYTHON) -m bench.media
	$(PYTHON) -m bench.invitations
	$(PYTHON) -m bench.realtime
	$(PYTHON) -m bench.legacy_import
	$(PYTHON) -m bench.migrations
	$(PYTHON) -m bench.web

schema: install  ## write docs/openapi.yaml, docs/asyncapi.yaml, the client in web/, the types of cli/
	@$(PYTHON) -m devstack.check --write-schema

texts: install  ## compile the translations (.po to .mo)
	@$(PYTHON) -m devstack.check_texts --compile

migrations: install  ## write the migrations that changed models need
	@$(PYTHON) -m devstack.check --write-migrations

shell: install  ## Django's shell against the running stack
	@$(PYTHON) -m devstack.shell

fmt: install  ## format and fix what ruff and Biome can
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m devstack.check_front_end --fix

reset: install  ## delete the development data (var/)
	@$(PYTHON) -m devstack.reset
