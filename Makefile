# The entry point. Every target but `help` makes the environment first, from requirements.lock, if it is not as it must be.
# It needs GNU make (3.81 or later), git and Python 3.11 or 3.12. Where uv is installed, it is used and is faster.

# Say which Python to use with `make all PYTHON=/path/to/python3.12`; otherwise the first that will do is taken.
# Variables count on the command line only: a SEED that some shell exports must not change the study.
VARIABLES := PYTHON REGISTRY NAME RESPONSE SEED REPLICATES POLICY STYLE FILE OUT COHORTS PERMUTATIONS WORKERS DASK SINCE

GIVEN := $(foreach each,$(.VARIABLES),$(if $(filter command,$(firstword $(origin $(each)))),$(each)))
UNKNOWN := $(filter-out $(VARIABLES),$(GIVEN))
ifneq ($(strip $(UNKNOWN)),)
$(error there is no variable $(UNKNOWN); there are PYTHON, REGISTRY, NAME, RESPONSE, SEED, REPLICATES, POLICY, STYLE, FILE, OUT, COHORTS, PERMUTATIONS, WORKERS, DASK and SINCE)
endif

# A value is data: neither make nor a shell looks into it. make would expand a `$` in it before it exports it, so each is
# exported as it stands, under another name, and commands take it from there.
given = $(if $(findstring command line,$(origin $1)),$(value $1))
unexport $(VARIABLES)
MAKEOVERRIDES :=
$(foreach each,$(VARIABLES),$(eval GIVEN_$(each) := $$(call given,$(each))))
$(foreach each,$(VARIABLES),$(eval $(if $(GIVEN_$(each)),,un)export GIVEN_$(each)))
# The option of a value that is given: one word, so that a value may begin with a hyphen.
option = $(if $(GIVEN_$1),--$2="$$GIVEN_$1")

SETTINGS = $(call option,REGISTRY,registry) $(call option,NAME,name) $(call option,RESPONSE,response) \
  $(call option,SEED,seed) $(call option,REPLICATES,replicates) $(call option,POLICY,policy) $(call option,STYLE,style)

BIN := .venv/bin
RUN := $(BIN)/python -P -m press

# Settings of the reader's shell that change how any Python runs, or where packages go, have no say here. One of them,
# the wish to leave no bytecode, would have every process compile pandas and scipy again: 30 s instead of 3.
unexport $(filter PYTHON% PRESS_%,$(.VARIABLES)) __PYVENV_LAUNCHER__ VIRTUAL_ENV
# Of those of pip and uv the ones count that say from where and how packages are fetched, not which and to where.
FETCHING := CACHE_DIR CERT CLIENT_CERT CONFIG_FILE DEFAULT_INDEX DEFAULT_TIMEOUT EXTRA_INDEX_URL FIND_LINKS HTTP_TIMEOUT \
  INDEX INDEX_STRATEGY INDEX_URL INSECURE_HOST KEYRING_PROVIDER LINK_MODE NATIVE_TLS NO_CACHE NO_CACHE_DIR NO_INDEX OFFLINE \
  PROXY RETRIES SYSTEM_CERTS TIMEOUT TRUSTED_HOST
unexport $(filter-out $(addprefix PIP_,$(FETCHING)) $(addprefix UV_,$(FETCHING)) UV_INDEX_%,$(filter PIP_% UV_%,$(.VARIABLES)))
# Every text is UTF-8, whatever the locale.
export PYTHONUTF8 := 1
export UV_PYTHON_DOWNLOADS := never
export UV_COMPILE_BYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help all paper site status why changes verify disclose test lab clean simulate simulate-study extra tidy bench environment
.SUFFIXES:
.NOTPARALLEL:    # two builds in one folder would only wait for each other

help:
	@echo 'make all        run the study: bring every result, table and figure, the paper and the site up to date'
	@echo '                (RESPONSE=id SEED=n REPLICATES=n: under another definition)'
	@echo 'make all REGISTRY=file-or-folder NAME=mycentre  the same on your own patients, in runs/mycentre;'
	@echo '                nothing else is touched, and NAME alone is enough from then on'
	@echo '                (POLICY=strict-10: where counts below ten, not five, must be kept back)'
	@echo 'make paper      the same as far as the paper: paper/manuscript.pdf, and as Word, HTML, JATS and LaTeX'
	@echo '                (STYLE=name: another citation style, a file of paper/styles without its ending .csl)'
	@echo 'make site       the same as far as the site: site/index.html'
	@echo 'make status     the whole tree at a glance: what is current, what would be done and why'
	@echo 'make why FILE=name  where a file came from, and why it would or would not be made again'
	@echo 'make changes SINCE=commit  for a reviewer: every number of the paper that changed since, with its cause, and the'
	@echo '                manuscript in Word with its insertions and deletions marked, in changes/'
	@echo 'make verify     build all of it once more elsewhere, in other surroundings, and compare every published file'
	@echo 'make disclose NAME=mycentre  examine once more what a run on patients is about to hand on, as the run itself does'
	@echo 'make test       run every test'
	@echo 'make lab        open the notebooks in JupyterLab'
	@echo 'make tidy       bring notebooks that were saved in JupyterLab back to their normal form'
	@echo 'make simulate   write a simulated registry: make simulate SEED=7 OUT=folder'
	@echo 'make simulate-study  how often intervals and tests err at this study'\''s sizes; not part of `make all`'
	@echo '                (COHORTS=n, 10000 if not given; WORKERS=n processes, or DASK=address of a cluster'\''s scheduler)'
	@echo 'make extra      could the whole curve of analyses have come about by chance? Not part of `make all`'
	@echo '                (PERMUTATIONS=n, 200 if not given; WORKERS=n or DASK=address, as above)'
	@echo 'make bench      what the statistics cost beside what is otherwise used, and how long the build takes beside'
	@echo '                other ways to run it: ratios, in half an hour'
	@echo 'make clean      remove what `make all` made here, the committed exhibits among it; .venv stays'
	@echo 'make help       this list; $(BIN)/compendium --help says more'

# What `all` makes holds paper and site: asked for beside it, they need no run of their own.
ifneq ($(filter all,$(MAKECMDGOALS)),)
paper site: all
	@:
all: environment
else
all paper site: environment
endif
	@exec $(RUN) $@ $(SETTINGS)

# What is asked of the build takes the same values as the build.
status verify: environment
	@exec $(RUN) $@ $(SETTINGS)

why: environment
	@$(if $(GIVEN_FILE),,echo 'say of which file: make why FILE=paper/tables/table_one.csv' >&2; exit 2;) \
	exec $(RUN) why $(SETTINGS) -- "$$GIVEN_FILE"

changes: environment
	@$(if $(GIVEN_SINCE),,echo 'say since when: make changes SINCE=commit (`git log --oneline` lists the commits)' >&2; exit 2;) \
	exec $(RUN) changes $(SETTINGS) $(call option,SINCE,since)

disclose: environment
	@$(if $(GIVEN_NAME),,echo 'say which run: make disclose NAME=mycentre' >&2; exit 2;) \
	exec $(RUN) disclose $(call option,POLICY,policy) -- "runs/$$GIVEN_NAME"

test: environment
	@exec $(BIN)/python -m pytest

lab: environment
	@exec $(RUN) lab

tidy: environment
	@exec $(RUN) tidy

simulate: environment
	@$(if $(and $(GIVEN_SEED),$(GIVEN_OUT)),,echo 'say which: make simulate SEED=7 OUT=folder' >&2; exit 2;) \
	exec $(RUN) simulate $(call option,SEED,seed) $(call option,OUT,out)

simulate-study: environment
	@exec $(RUN) simulate-study $(call option,COHORTS,cohorts) $(call option,WORKERS,workers) $(call option,DASK,dask)

extra: environment
	@exec $(RUN) extra $(call option,PERMUTATIONS,permutations) $(call option,WORKERS,workers) $(call option,DASK,dask)

# The environment of tableone is made once for each lock, as the project's own.
bench: environment
	@set -e; \
	made_from="$$(cksum < tests/bench/requirements.lock) $$(pwd -P)"; \
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
	status=0; $(BIN)/python -P tests/bench/bench.py || status=$$?; \
	$(BIN)/python -P tests/bench/build.py || status=$$?; exit $$status

clean: environment
	@exec $(RUN) clean

WILL_DO := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))
WHICH := import sys; print(sys.version)
LOCK := import fcntl; fcntl.flock(9, fcntl.LOCK_EX

# Decided by content: the stamp holds the checksums of what the environment was made from, and its folder. It is written
# last, so an installation that was cut short is done again. One process is started where there is nothing to do.
# Python reads in the locale's encoding where the project's source lies: it is named from the environment's own folder, in
# ASCII, or a folder called "ü" would stop every Python of the environment under LC_ALL=C. Of two that are started at once
# one makes it: the shell holds requirements.lock open and locked, which ends with it, however it ends.
environment:
	@set -e; \
	if [ -n "$$GIVEN_PYTHON" ]; then \
	  if ! "$$GIVEN_PYTHON" -c '$(WILL_DO)' >/dev/null 2>&1; then \
	    printf '%s\n' "PYTHON=$$GIVEN_PYTHON is not a Python 3.11 or 3.12 that runs: name another, or leave PYTHON out." >&2; \
	    exit 2; \
	  elif $(BIN)/python -c '$(WILL_DO)' 2>/dev/null && \
	    [ "$$("$$GIVEN_PYTHON" -c '$(WHICH)')" != "$$($(BIN)/python -c '$(WHICH)')" ]; then \
	    printf '%s\n' "The environment in .venv was made with another Python than PYTHON=$$GIVEN_PYTHON: remove .venv first." >&2; \
	    exit 2; \
	  fi; \
	fi; \
	made_from="$$(cksum requirements.lock pyproject.toml 2>/dev/null)" || { \
	  echo 'This is not the folder of the study: go there, or say which it is: make -C folder' >&2; exit 2; }; \
	here="$$(pwd -P; echo x)"; here="$${here%?x}"; \
	set -- $$made_from; made_from="$$* $$here"; \
	current() { \
	  was=; if [ -x $(BIN)/python ] && [ -f .venv/made_from ]; then IFS= read -r was < .venv/made_from || :; fi; \
	  [ "$$made_from" = "$$was" ]; \
	}; \
	if current; then exit 0; fi; \
	line="$$(printf '\nx')"; \
	case "$$here" in *:* | *"$${line%x}"*) \
	  echo 'No Python environment can be made in a folder with a colon or a line break in its path: rename it.' >&2; exit 2; \
	esac; \
	[ -w . ] || { echo 'No environment can be made: this folder cannot be written to.' >&2; exit 2; }; \
	found=; without=; \
	for python in "$${GIVEN_PYTHON:-python3.11}" python3.12 python3 python $(BIN)/python; do \
	  if "$$python" -c '$(WILL_DO)' >/dev/null 2>&1; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'No Python 3.11 or 3.12 was found. Install one, or name it: make all PYTHON=/path/to/python3.11' >&2; exit 2; \
	fi; \
	exec 9< requirements.lock; \
	"$$found" -c '$(LOCK) | fcntl.LOCK_NB)' 2>/dev/null || { \
	  echo 'waiting for another make, which makes the environment in .venv'; "$$found" -c '$(LOCK))' || :; }; \
	if current; then exit 0; fi; \
	if [ ! -x $(BIN)/python ] || ! $(BIN)/python -c '$(WILL_DO)' 2>/dev/null; then \
	  echo "making the environment in .venv with $$("$$found" --version) (once; a minute or two)"; \
	  rm -rf .venv; \
	  if command -v uv >/dev/null 2>&1; then without=--without-pip; fi; \
	  "$$found" -m venv $$without .venv || { \
	    echo 'Python could not make an environment, for the reason above; on Debian and Ubuntu install python3-venv.' >&2; exit 2; }; \
	else \
	  echo 'bringing the environment in .venv up to date'; \
	fi; \
	rm -f .venv/made_from; \
	[ -d "$${TMPDIR:-/tmp}" ] || unset TMPDIR; \
	if command -v uv >/dev/null 2>&1; then \
	  mkdir -p "$$(uv cache dir)" 2>/dev/null || export UV_NO_CACHE=1; \
	  uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock; \
	  uv pip install --quiet --python $(BIN)/python --offline --no-deps --no-build-isolation --editable .; \
	else \
	  [ -x $(BIN)/pip ] || $(BIN)/python -m ensurepip >/dev/null; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --compile --require-hashes -r requirements.lock; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation \
	    --editable .; \
	fi; \
	for path in .venv/lib/python*/site-packages/_editable_impl_compendium.pth; do \
	  [ ! -f "$$path" ] || echo ../../../../src > "$$path"; \
	done; \
	printf '%s\n' "$$made_from" > .venv/made_from
