#!/usr/bin/env python
"""Django's command line for this site: `manage.py help` lists what it can do."""

import os
import sys


def main():
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "forumsite.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed for this Python: use `make run`, or .venv/bin/python which it makes.")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
