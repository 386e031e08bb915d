# Needs only Python 3.11 or newer. Everything else is installed into .venv.
PYTHON ?= python3
# `exec`: with a shell in between, an interrupt of make alone would not reach the demo.
PREPARE = @exec "$(PYTHON)" config/local/prepare.py
IN_VENV = .venv/bin/python -m

.PHONY: run dev shell manage test test-fast check migrations bench bench-peer drill lock
.DEFAULT_GOAL = run

# The demo, at http://localhost:8000/ or at PORT.
run:
	$(PREPARE) --demo -m config.local.run

# The same demo for whoever changes it: in debug mode, with its log in the terminal, and started anew
# when the code changes. Templates and static files are read where they lie.
dev:
	$(PREPARE) --demo -m config.local.dev

# A command of manage.py on the demo's database, whether or not the demo runs, as in:
# make manage ARGS="list_staff"
manage:
	$(PREPARE) --for-demo -m config.local.manage $(ARGS)

# Django's shell on it.
shell:
	$(PREPARE) --for-demo -m config.local.manage shell

# Every test; ARGS are for pytest, as in: make test ARGS="-k deadline".
test:
	$(PREPARE) -m pytest -n 2 --dist loadgroup $(ARGS)

# All but those which start browsers and other whole programs, and what takes as long.
test-fast:
	$(PREPARE) -m pytest -n 2 --dist loadgroup -m "not slow" $(ARGS)

# The initial migrations anew, after a change of the models; until 0.2.0 is tagged.
migrations:
	$(PREPARE) -m config.local.first_migrations

# Style, types, templates, import contracts, migrations and Django's own checks. No database is
# asked, so any address will do.
check migrations: export TESTING = true
check migrations: export SECRET_KEY = known to everybody, for checks only
check migrations: export DATABASE_URL = postgres://nobody@localhost:1/nothing
check migrations: export REDIS_URL = redis://localhost:1/0
check:
	$(PREPARE)
	$(IN_VENV) ruff check .
	$(IN_VENV) ruff format --check .
	$(IN_VENV) mypy .
	$(IN_VENV) djlint --lint --quiet templates
	.venv/bin/python -c "from importlinter.cli import lint_imports_command as c; c()" --no-logo
	.venv/bin/python manage.py check --fail-level WARNING
	.venv/bin/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run

# What it costs, each figure beside its floor; ARGS names some of the figures, and SIZE=small makes
# it a matter of seconds. A table, and the same in .local/bench.json.
bench:
	$(PREPARE) -m tests.bench $(ARGS)

# The same work by another application, which it installs in .local; a few minutes.
bench-peer:
	$(PREPARE) -m tests.bench.peer

# Whatever a bad week brings, with real processes and servers, and beside it 10,000 random histories:
# what was done twice or lost is a table at the end. In this order, so that the drills begin at once.
# Then the drills once more and every test through PgBouncer, where the machine has one.
drill:
	@export DRILL=1; $(PYTEST) -p no:randomly tests/fire tests/histories tests/standing $(ARGS)
	@$(IF_POOLED) export DRILL=1 POOLER=pgbouncer; $(PYTEST) -p no:randomly tests/fire $(ARGS)
	@$(IF_POOLED) export POOLER=pgbouncer; $(PYTEST) --ignore=tests/fire tests $(ARGS)

PYTEST = exec "$(PYTHON)" config/local/prepare.py -m pytest -n 2 --dist loadgroup
IF_POOLED = PATH="$$PATH:/usr/sbin"; command -v pgbouncer >/dev/null || { \
	echo "Not through PgBouncer: it is not installed (Debian's package pgbouncer)."; exit 0; };

# After a change of the dependencies in pyproject.toml. Pins stay as they are; to move some, ARGS are
# for uv, as in: make lock ARGS="--upgrade-package django". Everything is locked first, and the
# smaller sets are cut out of it.
COMPILE = .local/uv/bin/python -m uv pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-header --quiet
lock:
	"$(PYTHON)" -m venv .local/uv
	.local/uv/bin/python -m pip install --quiet uv
	$(COMPILE) --group dev --output-file requirements-dev.txt $(ARGS)
	$(COMPILE) --group demo --constraints requirements-dev.txt --output-file requirements-demo.txt
	$(COMPILE) --constraints requirements-dev.txt --output-file requirements.txt
