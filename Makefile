# make report: the default benchmark, from a fresh clone to HTML. make help: the other targets.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Named after the folder, since an environment holds absolute paths: a moved clone installs anew.
INSTALLED := $(VENV)/.installed-$(shell pwd -P | cksum | cut -d ' ' -f 1)
# Without an import that costs each process some seconds, as for the workers of a run.
PYTEST := $(BIN)/python -m pytest -n auto -p egovbench.runs.lean
NBVAL := --nbval --nbval-current-env
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check --no-input

# Kernels, IPython and matplotlib read and write inside $(VENV), not in the user's home: neither a
# kernel specification, a startup script nor a style that lies there changes a report.
export JUPYTER_PREFER_ENV_PATH := 1
export JUPYTER_PATH := $(CURDIR)/$(VENV)/share/jupyter
export JUPYTER_DATA_DIR := $(CURDIR)/$(VENV)/share/jupyter
export IPYTHONDIR := $(CURDIR)/$(VENV)/var/ipython
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/var/matplotlib
# Each of the many processes of runs and tests would compile the package anew.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

# Later Pythons have no wheels at the versions of requirements.lock.
PROBE_VERSION := import sys; print((3, 11) <= sys.version_info[:2] <= (3, 14))
PROBE_VENV := import ensurepip, venv; print(True)
probe = $(filter True,$(shell $(PYTHON) -c '$(1)' 2>/dev/null))
need_python = Python 3.11 to 3.14 is needed and "$(PYTHON)" is not: install it (Debian, Ubuntu: \
apt-get install python3 python3-venv; macOS: brew install python@3.13) or name another one, as in \
"make report PYTHON=python3.13"
need_venv = the venv module of "$(PYTHON)" is missing: install it (Debian, Ubuntu: apt-get install \
python3-venv) or name another Python, as in "make report PYTHON=python3.13"

.PHONY: report test test-all coverage parameters printed docs check lab lock clean help

report: $(INSTALLED)  ## run the default benchmark and write outputs/<run>/index.html
	@$(BIN)/egovbench ingest data/raw/*.txt
	@$(BIN)/egovbench code data/responses/*.csv
	@$(BIN)/egovbench run

test: $(INSTALLED)  ## run all tests but the slow ones; nbval compares what every notebook prints
	$(PYTEST) -m 'not slow' $(NBVAL)

test-all: $(INSTALLED)  ## run all tests
	$(PYTEST) --hypothesis-profile=thorough $(NBVAL)

coverage: $(INSTALLED)  ## tell which lines and branches all tests but the slow ones reach
	$(PYTEST) -m 'not slow' --cov --cov-report=term

parameters: $(INSTALLED)  ## write the notebooks' cells of parameters from their declarations
	$(BIN)/python tests/notebooks/parameter_cells.py

printed: $(INSTALLED)  ## write anew what every notebook prints, for nbval to compare; read what changed
	$(BIN)/python tests/notebooks/print_notebooks.py

docs: $(INSTALLED)  ## write docs/columns.md from the schemas and the descriptions of columns
	$(BIN)/python -m egovbench.data.dictionary

check: $(INSTALLED)  ## look for faults of style, format and type
	$(BIN)/python -m ruff check
	$(BIN)/python -m ruff format --check
	$(BIN)/python -m mypy

# LAB holds further options, as in: make lab LAB="--no-browser --port 9000"
lab: $(INSTALLED)  ## open the notebooks in JupyterLab
	$(BIN)/python -m jupyterlab --LabApp.default_url=/lab/tree/notebooks/tour.ipynb \
	    --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate \
	    --KernelSpecManager.allowed_kernelspecs=python3 --allow-root -y $(LAB)

# The constraint: later releases have no wheels for Macs with Intel processors.
lock: $(INSTALLED)  ## resolve requirements.lock anew, at the newest versions that pyproject.toml allows
	@echo 'argon2-cffi-bindings<26' > $(VENV)/constraints.txt
	$(BIN)/python -m uv pip compile pyproject.toml --output-file requirements.lock --quiet \
	    --universal --python-version 3.11 --fork-strategy fewest --extra dev --upgrade \
	    --generate-hashes --no-annotate --no-emit-index-url --no-emit-find-links \
	    --no-emit-package colorama --no-emit-package pywinpty \
	    --constraints $(VENV)/constraints.txt --custom-compile-command 'make lock'

clean:  ## remove the environment, caches and coverage data; outputs/ stays
	rm -rf $(VENV) .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*##/\1:/p' Makefile

# The lock is complete, so nothing is resolved. Left to resolve, pip takes a package's extra for a second, unlocked one.
$(INSTALLED): requirements.lock pyproject.toml
	@$(if $(call probe,$(PROBE_VERSION)),,$(error $(need_python)))
	@$(if $(call probe,$(PROBE_VENV)),,$(error $(need_venv)))
	@echo 'Installing into $(VENV) (once, some minutes) ...'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --quiet uninstall --yes setuptools
	@$(PIP) install --no-deps --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch '$@'
