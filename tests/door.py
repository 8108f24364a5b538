"""People who stand before the door, each at an address of their own."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from tests.staff import PASSWORD, SECRET

DOOR, STEP, ADMIN = "/en/account/login/", "/en/account/login/code/", "/en/admin/"


def code(secret: str = SECRET) -> str:
    """What the authenticator app shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


class Visitor(Client):
    """Somebody's browser at an address of the Internet."""

    def __init__(self, address: str = "203.0.113.5"):
        super().__init__(headers={"host": "localhost"}, REMOTE_ADDR=address)

    def say(self, name: str = "clerk", password: str = PASSWORD):
        """Send name and password."""
        return self.post(DOOR, {"login": name, "password": password})

    def enter(self, name: str = "clerk"):
        """Name, password and code, all right; gives the answer to the code."""
        self.say(name)
        return self.post(STEP, {"code": code()})

    def guess(self, times: int, name: str = "clerk") -> list[int]:
        """Send wrong passwords; gives the status of each answer."""
        return [self.say(name, f"wrong {i}").status_code for i in range(times)]

    def is_in(self) -> bool:
        """Whether the admin is open to them: its least page leads on, and not back to the door."""
        return self.get(f"{ADMIN}password_change/").headers["Location"] == "/en/account/password/"


def faults(response) -> list[str]:
    """What a form says is wrong, field by field."""
    return [sentence for errors in response.context["form"].errors.values() for sentence in errors]
