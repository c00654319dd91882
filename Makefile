# The entry point. Every target but `help` makes the environment first, from requirements.lock, if it is not as it must be.
# It needs GNU make (3.81 or later), git and Python 3.11 or 3.12. Where uv is installed, it is used and is faster.

# Say which Python to use with `make all PYTHON=/path/to/python3.12`; otherwise the first that will do is taken.
# Variables count on the command line only: a SEED that some shell exports must not change the study.
PYTHON   :=
REGISTRY :=
RESPONSE :=
SEED     :=
REPLICATES :=
STYLE    :=
OUT      :=
COHORTS  :=
WORKERS  :=
DASK     :=

GIVEN := $(foreach each,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(each)))),$(each)))
UNKNOWN := $(filter-out PYTHON REGISTRY RESPONSE SEED REPLICATES STYLE OUT COHORTS WORKERS DASK,$(GIVEN))
ifneq ($(strip $(UNKNOWN)),)
$(error there is no variable $(UNKNOWN); there are PYTHON, REGISTRY, RESPONSE, SEED, REPLICATES, STYLE, OUT, COHORTS, WORKERS and DASK)
endif

BIN := .venv/bin
RUN := $(BIN)/python -P -m press

# A caller's wish to leave no bytecode would have every process compile pandas and scipy again: 30 s instead of 3.
unexport PYTHONDONTWRITEBYTECODE
unexport PYTHONPATH
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help all paper site test lab clean simulate simulate-study tidy bench environment

help:
	@echo 'make all        run the study: bring every result, table and figure, the paper and the site up to date'
	@echo '                (REGISTRY=folder RESPONSE=id SEED=n REPLICATES=n: for other data or another definition)'
	@echo 'make paper      the same as far as the paper: paper/manuscript.pdf, and as Word, HTML, JATS and LaTeX'
	@echo '                (STYLE=name: another citation style, a file of paper/styles without its ending .csl)'
	@echo 'make site       the same as far as the site: site/index.html'
	@echo 'make test       run every test'
	@echo 'make lab        open the notebooks in JupyterLab'
	@echo 'make tidy       bring notebooks that were saved in JupyterLab back to their normal form'
	@echo 'make simulate   write a simulated registry: make simulate SEED=7 OUT=folder'
	@echo 'make simulate-study  how often intervals and tests err at this study'\''s sizes; not part of `make all`'
	@echo '                (COHORTS=n, 10000 if not given; WORKERS=n processes, or DASK=address of a cluster'\''s scheduler)'
	@echo 'make bench      what the statistics cost beside what is otherwise used: ratios, in some minutes'
	@echo 'make clean      remove what `make all` made here, the committed exhibits among it; .venv stays'
	@echo 'make help       this list; $(BIN)/compendium --help says more'

all paper site: environment
	@$(RUN) $@ $(if $(REGISTRY),--registry '$(REGISTRY)') $(if $(RESPONSE),--response '$(RESPONSE)') \
	  $(if $(SEED),--seed '$(SEED)') $(if $(REPLICATES),--replicates '$(REPLICATES)') \
	  $(if $(STYLE),--style '$(STYLE)')

test: environment
	@$(BIN)/python -m pytest

lab: environment
	@$(RUN) lab

tidy: environment
	@$(RUN) tidy

simulate: environment
	@test -n '$(SEED)' -a -n '$(OUT)' || { echo 'say which: make simulate SEED=7 OUT=folder' >&2; exit 2; }
	@$(RUN) simulate --seed '$(SEED)' --out '$(OUT)'

simulate-study: environment
	@$(RUN) simulate-study $(if $(COHORTS),--cohorts '$(COHORTS)') $(if $(WORKERS),--workers '$(WORKERS)') \
	  $(if $(DASK),--dask '$(DASK)')

# The environment of tableone is made once for each lock, as the project's own.
bench: environment
	@set -e; \
	made_from="$$(cksum < tests/bench/requirements.lock) $(CURDIR)"; \
	if [ "$$made_from" != "$$(cat .build/bench/made_from 2>/dev/null)" ]; then \
	  echo 'making the environment of the bench in .build/bench'; \
	  rm -rf .build/bench; \
	  if command -v uv >/dev/null 2>&1; then \
	    $(BIN)/python -m venv --without-pip .build/bench; \
	    uv pip sync --quiet --python .build/bench/bin/python --require-hashes tests/bench/requirements.lock; \
	  else \
	    $(BIN)/python -m venv .build/bench; \
	    .build/bench/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes \
	      -r tests/bench/requirements.lock; \
	  fi; \
	  echo "$$made_from" > .build/bench/made_from; \
	fi; \
	$(BIN)/python -P tests/bench/bench.py

clean: environment
	@$(RUN) clean

WILL_DO := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
WHICH := import sys; print(sys.version)

# Decided by content: the stamp holds the checksum of what the environment was made from. It is written last, so an
# installation that was cut short is done again.
environment:
	@set -e; \
	if [ -n '$(PYTHON)' ]; then \
	  if ! '$(PYTHON)' -c '$(WILL_DO)' >/dev/null 2>&1; then \
	    echo 'PYTHON=$(PYTHON) is not a Python 3.11 or 3.12 that runs: name another, or leave PYTHON out.' >&2; exit 2; \
	  elif $(BIN)/python -c '$(WILL_DO)' 2>/dev/null && \
	    [ "$$('$(PYTHON)' -c '$(WHICH)')" != "$$($(BIN)/python -c '$(WHICH)')" ]; then \
	    echo 'The environment in .venv was made with another Python than PYTHON=$(PYTHON): remove .venv first.' >&2; exit 2; \
	  fi; \
	fi; \
	made_from="$$(cat requirements.lock pyproject.toml | cksum) $(CURDIR)"; \
	if [ "$$made_from" = "$$(cat .venv/made_from 2>/dev/null)" ]; then exit 0; fi; \
	if [ ! -x $(BIN)/python ] || ! $(BIN)/python -c '$(WILL_DO)' 2>/dev/null; then \
	  for python in $(if $(PYTHON),'$(PYTHON)',python3.11 python3.12 python3 python); do \
	    if "$$python" -c '$(WILL_DO)' >/dev/null 2>&1; then found="$$python"; break; fi; \
	  done; \
	  if [ -z "$$found" ]; then \
	    echo 'No Python 3.11 or 3.12 was found. Install one, or name it: make all PYTHON=/path/to/python3.11' >&2; exit 2; \
	  fi; \
	  echo "making the environment in .venv with $$("$$found" --version) (once; a minute or two)"; \
	  rm -rf .venv; \
	  "$$found" -m venv $(if $(shell command -v uv 2>/dev/null),--without-pip) .venv || { \
	    echo 'Python could not make an environment; on Debian and Ubuntu install python3-venv.' >&2; exit 2; }; \
	else \
	  echo 'bringing the environment in .venv up to date'; \
	fi; \
	rm -f .venv/made_from; \
	if command -v uv >/dev/null 2>&1; then \
	  uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; \
	  uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --editable .; \
	else \
	  [ -x $(BIN)/pip ] || $(BIN)/python -m ensurepip >/dev/null; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --compile --require-hashes -r requirements.lock; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation \
	    --editable .; \
	fi; \
	echo "$$made_from" > .venv/made_from
