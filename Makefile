# make run and make test are all a newcomer needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check bench hostile chat lock clean

run: $(VENV)/run.stamp
	@exec $(BIN)/python bot.py

chat: $(VENV)/run.stamp
	@exec $(BIN)/python bot.py chat

test: $(VENV)/dev.stamp
	$(BIN)/pytest -n auto

check: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/dev.stamp
	$(BIN)/python -m benchmarks

hostile: $(VENV)/dev.stamp
	$(BIN)/pytest -m hostile

# For maintainers: pin what pyproject.toml asks for. Needs uv.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate pyproject.toml -o requirements.lock
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --no-annotate --group dev pyproject.toml \
		-o requirements-dev.lock

# Only one installs at a time, also where there is no flock: making a directory either succeeds or
# fails. Whoever waited looks again, and goes on if the other has done the work. The lock of one who
# has died is taken over by whoever makes a directory in it.
LOCK := .venv.lock
define one_at_a_time
set -e; \
until mkdir $(LOCK) 2>/dev/null; do \
	owner=$$(cat $(LOCK)/owner 2>/dev/null || true); \
	if [ -n "$$owner" ] && ! kill -0 "$$owner" 2>/dev/null && \
		mkdir $(LOCK)/after.$$owner 2>/dev/null; then break; fi; \
	[ -n "$$told" ] || { told=1; echo "Väntar på att en annan installation blir klar …"; }; \
	sleep 1; \
done; \
trap 'rm -rf $(LOCK)' EXIT; trap 'exit 130' INT TERM HUP; \
echo $$$$ > $(LOCK)/owner;
endef

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
		{ echo "Boten behöver Python 3.11, 3.12 eller 3.13. Ange en: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
		{ echo "Python saknar venv. På Debian och Ubuntu: sudo apt install python3-venv"; exit 1; }
	@$(one_at_a_time) [ -e $@ ] || $(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements.lock pyproject.toml | $(VENV)/bin/python
	@$(one_at_a_time) \
	if [ $@ -nt requirements.lock ] && [ $@ -nt pyproject.toml ]; then exit 0; fi; \
	echo "Hämtar det som boten behöver (en gång) …"; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock; \
	touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(VENV)/bin/python
	@$(one_at_a_time) \
	if [ $@ -nt requirements-dev.lock ] && [ $@ -nt pyproject.toml ]; then exit 0; fi; \
	echo "Hämtar det som testerna behöver (en gång) …"; \
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock; \
	touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) $(LOCK) .mypy_cache .ruff_cache .pytest_cache .hypothesis
