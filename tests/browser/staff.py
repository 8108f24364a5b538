"""Members of staff before a real browser: an account on the running site, and the way in through the door."""

import os
import subprocess
import sys
import time
from itertools import count
from pathlib import Path

from tests.staff import PASSWORD, SECRET

from .serving import CHECKOUT, variables_for

MAKE = """
from tests.staff import member
from django.contrib.auth.models import Group
made = member({name!r}, has_app={has_app}, is_superuser={is_superuser})
made.groups.set(Group.objects.filter(name__in={groups}))
"""
numbers = count(1)


def make_account(folder: Path, *groups: str, has_app: bool = True, is_superuser: bool = False) -> str:
    """An account of the site that runs in `folder`, with a password and, unless told otherwise, an authenticator app.

    Each is a new one: a code lets the same account in once, so two sign-ins within half a minute need two accounts.
    """
    name = f"clerk{os.getpid()}-{next(numbers)}"
    code = MAKE.format(name=name, has_app=has_app, is_superuser=is_superuser, groups=list(groups))
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=CHECKOUT, env=variables_for(folder, 8000), check=True, capture_output=True)
    return name


def code_of(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def say_password(page, name: str) -> None:
    """The first step: name and password."""
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_in(page, name: str, wanted: str = "/en/admin/") -> None:
    """From a page of the admin through the door and back to it, in English."""
    page.goto(wanted)
    say_password(page, name)
    page.locator("[name=code]").fill(code_of())
    page.get_by_role("button", name="Sign in", exact=True).click()
