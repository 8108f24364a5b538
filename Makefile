# Each target calls a script or a command; nothing here knows how the work is done. Words of GNU make 3.81 only.

# How many agreements `make bench` measures with: SIZE=1000000 adds a million.
SIZE =

.PHONY: help run test test-all check bench staff link messages backup restore

PYTHON_HERE = .venv/bin/python
PRODUCTION = requirements.txt
CHECKING = requirements.txt .ci/requirements.txt

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | expand -t 12

run: ## install what is missing, load the record into an empty database, serve it (HOST, PORT)
	@bin/environment $(PRODUCTION)
	@exec $(PYTHON_HERE) -m forumsite.serve

test: ## the tests that need no browser, on SQLite; ARGS="-k words" chooses among them
	@bin/environment $(CHECKING)
	@exec $(PYTHON_HERE) -m pytest -n 2 --dist loadscope $(ARGS)

test-all: ## the long tests, the same tests on PostgreSQL, and the tests in a real browser
	@bin/environment $(CHECKING)
	@exec .ci/test_all

check: ## style, who imports whom, migrations, translations
	@bin/environment $(CHECKING)
	@exec .ci/check

bench: ## speed as ratios of CPU, into docs/speed.md (SIZE=1000000 adds a million agreements)
	@bin/environment $(CHECKING)
	@exec $(PYTHON_HERE) -m tests.bench.run 1000 100000 $(SIZE)

staff: ## make a first account that may enter the admin (STAFF_NAME, STAFF_PASSWORD, or it asks)
	@bin/environment $(PRODUCTION)
	@exec $(PYTHON_HERE) manage.py first_account

link: ## let somebody in who lost password or telephone, when no administrator can: make link NAME=anna
	@bin/environment $(PRODUCTION)
	@exec $(PYTHON_HERE) manage.py one_time_link "$(NAME)"

messages: ## gather what is to be translated, and compile the catalogues
	@bin/environment $(CHECKING)
	@exec $(PYTHON_HERE) .ci/messages.py

backup: ## write database, uploads and secret into one file under var/backups
	@bin/environment $(PRODUCTION)
	@exec $(PYTHON_HERE) manage.py backup

restore: ## put a backup back: make restore FILE=var/backups/forum-….tar.gz (FORCE=1 replaces what is there)
	@bin/environment $(PRODUCTION)
	@exec $(PYTHON_HERE) manage.py restore "$(FILE)" $(if $(FORCE),--force)
