# make run    start Backwatch            make demo   start it with a made-up example diary
# make test   everything that must pass  make walks  more walks in Chromium
# make prove  the long proofs            make bench  the benches
# make accuracy  the written people against the rules      make mutants  faults made on purpose
# make fhir   the form of the check as FHIR, docs/fhir/questionnaire.json
# The README has the same steps without make.

SHELL := /bin/sh
.DEFAULT_GOAL := run
.PHONY: run demo test unit pages browser walks check prove bench bench-trends accuracy mutants fhir lock clean chromium

PYTHON ?= $(shell for one in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	$$one -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { command -v $$one; break; }; done)
unexport PYTHONDONTWRITEBYTECODE # each server of the tests would compile the app anew
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps
APP := .venv/.app-installed
DEV := .venv/.dev-installed

run: $(APP)
	@$(PY) app.py

demo: $(APP)
	@$(PY) app.py --demo

test: check unit pages browser

unit: $(DEV)
	$(PY) -m pytest -m "not browser and not proof and not sample and not page" -n 2 --dist worksteal

# Whole pages and sheets drawn without a browser, and small fixed samples of the long proofs.
pages: $(DEV)
	$(PY) -m pytest -m "(page or sample) and not browser and not proof" -n 2 --dist worksteal

browser: $(DEV) chromium
	$(call browse,"not walk")

# Longer walks, and the same in other places and sizes. The build server takes them after `test`.
walks: $(DEV) chromium
	$(call browse,walk)

# Two browsers at once are slow on a small machine. What failed is tried once more, alone.
BROWSE := $(PY) -m pytest tests/browser
ALONE := --last-failed --last-failed-no-failures none
browse = $(BROWSE) -m $(1) -n 2 --dist worksteal || $(BROWSE) -m $(1) $(ALONE)

check: $(DEV)
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

prove: $(DEV) chromium
	-@$(PY) -m tests.fhir.fetch
	BACKWATCH_PROVE=1 $(PY) -m pytest -m "proof or grows" -rs

bench: $(DEV) chromium
	@$(PY) -m bench

bench-trends: $(DEV)
	@OPENBLAS_NUM_THREADS=1 $(PY) -m bench.trends

accuracy: $(DEV)
	@$(PY) -m tests.accuracy

mutants: $(DEV)
	@$(PY) -m tests.mutants

fhir: $(APP)
	@$(PY) -m backwatch.outputs.fhir_questionnaire docs/fhir/questionnaire.json

$(PY):
	@test -n "$(PYTHON)" || { \
		echo "Backwatch needs Python 3.11 or newer, with venv and pip. Install it, then try again."; \
		echo "On Debian or Ubuntu: apt-get install python3 python3-venv python3-pip"; \
		exit 1; }
	@echo "Setting up Python in .venv. This happens once."
	@$(PYTHON) -m venv .venv

$(APP): requirements.txt | $(PY)
	@echo "Installing what the app needs. This can take a few minutes."
	@$(PIP) -r requirements.txt
	@touch $@

$(DEV): requirements-dev.txt | $(PY)
	@echo "Installing what the tests need. This can take a few minutes."
	@$(PIP) --no-compile -r requirements-dev.txt # what is used is compiled when it is used
	@touch $@

# A Chromium for the browser tests: the system's, else playwright's own, else Debian's package.
FIND_CHROMIUM := $(PY) -c "import sys; from tests.browser import conftest as c; sys.exit(c.what_is_missing())"

chromium: $(DEV)
	@$(FIND_CHROMIUM) 2>/dev/null || $(PY) -m playwright install chromium || true
	@$(FIND_CHROMIUM) 2>/dev/null || test "$$(id -u)" != 0 || ! command -v apt-get >/dev/null || { \
		apt-get update -q && { apt-get install -qy --no-install-recommends chromium-headless-shell \
		|| apt-get install -qy --no-install-recommends chromium; }; } || true
	@$(FIND_CHROMIUM) || { echo "Install Chromium or Google Chrome, then try again."; exit 1; }

# The exact versions for every platform, from the short lists. Needs uv (https://docs.astral.sh/uv).
LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	--no-emit-index-url --no-emit-find-links

lock:
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements.in requirements-dev.in -o requirements-dev.txt

clean:
	rm -rf .venv .demo .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
