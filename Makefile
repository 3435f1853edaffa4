# Two commands: `make demo` and `make test`. Both can be run again and then take seconds.
# Another interpreter: make demo PYTHON=python3.12

.DELETE_ON_ERROR:
.PHONY: demo test check format readme screenshots python clean

usable := import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(usable)' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
PINS := pyproject.toml requirements.txt
PIP := $(BIN)/python -m pip --disable-pip-version-check install --constraint requirements.txt

demo: .venv/core
	@$(BIN)/zhengtu build corpus
	@echo
	$(BIN)/zhengtu ask "我们做老年人跌倒报警手环，能申请什么项目，找谁？" -k 2
	@echo
	@echo "问一句自己的： $(BIN)/zhengtu ask \"……\"        ask your own"
	@echo "打开图谱页面： $(BIN)/zhengtu explore         open the explorer"

test: .venv/test check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest  # processes share the cores; threads of each would only wait

check: .venv/test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/test
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Writes what the READMEs show of the program's output anew.
readme: .venv/test
	@$(BIN)/zhengtu build corpus
	$(BIN)/python -m tests.test_readme

# Draws the pictures of docs/images anew, in the system's Chromium.
screenshots: .venv/test
	$(BIN)/python -m tests.e2e.screenshots

# The interpreter that will be used, or what to install.
python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11-3.13 with venv found (Debian: apt-get install python3-venv); or name one: make demo PYTHON=/path/to/python" >&2; exit 2; }
	@"$(PYTHON)" -c '$(usable)' || { echo "make: $(PYTHON) is not a Python 3.11-3.13 with venv" >&2; exit 2; }
	@echo "$(PYTHON)"

clean:
	-@test -x $(BIN)/zhengtu && $(BIN)/zhengtu stop 2>/dev/null
	rm -rf .venv .zhengtu

.venv/bin/python:
	@$(MAKE) --no-print-directory python >/dev/null
	"$(PYTHON)" -m venv .venv

# Stamps: installed again only when what is asked for has changed.
.venv/core: $(PINS) | .venv/bin/python
	@echo "Installing what the main job needs (about 1 GB) ..."
	$(PIP) --editable .
	@touch $@

.venv/test: $(PINS) | .venv/bin/python
	@echo "Installing everything, PyTorch included (several GB on Linux) ..."
	$(PIP) --editable '.[encoders,test]'
	@touch .venv/core $@
