# Every target makes its own set-up: the two that matter are `make run` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

export DJANGO_SETTINGS_MODULE := dolyna_portal.settings

.PHONY: run test lint lock messages

run: $(VENV)/.installed
	@DEBUG=1 PORT=$(PORT) $(BIN)/python manage.py migrate --verbosity 0
	@DEBUG=1 PORT=$(PORT) $(BIN)/python manage.py prepare_first_run
	@DEBUG=1 PORT=$(PORT) $(BIN)/python manage.py runserver 127.0.0.1:$(PORT)

test: $(VENV)/.installed-dev
	@DEBUG=1 $(BIN)/pytest -q -rsfE --numprocesses auto --dist worksteal

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

messages: $(VENV)/.installed-dev
	@DEBUG=1 $(BIN)/python manage.py makemessages --locale uk --no-location --no-obsolete \
		--ignore $(VENV) --ignore register/data
	@DEBUG=1 $(BIN)/python manage.py compilemessages --locale uk --ignore $(VENV)

lock:
	@$(PYTHON) -m venv $(VENV)/lock && $(VENV)/lock/bin/pip --quiet install pip-tools
	@for file in requirements requirements-dev; do \
		CUSTOM_COMPILE_COMMAND="make lock" $(VENV)/lock/bin/pip-compile --quiet \
			--generate-hashes --strip-extras --allow-unsafe --no-emit-index-url \
			--no-emit-trusted-host --no-emit-find-links --output-file $$file.txt $$file.in; \
	done

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed (Debian: apt install python3)."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make a virtual environment here (Debian: apt install python3-venv)."; exit 1; }

$(VENV)/.installed: requirements.txt | $(VENV)/bin/python
	@$(BIN)/pip --quiet --disable-pip-version-check install --require-hashes -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt requirements.txt | $(VENV)/bin/python
	@$(BIN)/pip --quiet --disable-pip-version-check install --require-hashes -r requirements-dev.txt
	@touch $@ $(VENV)/.installed
