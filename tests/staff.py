"""Members of staff for tests: with a second factor, and signed in as the admin wants them."""

from types import SimpleNamespace

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.contrib.auth.models import Group, User
from django.test import Client

# The key of everybody's authenticator app.
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "seven-lakes-and-a-pass"


def member(name: str = "clerk", has_app: bool = True, **fields) -> User:
    """A member of staff with a password and, unless told otherwise, an authenticator app."""
    made = User.objects.create_user(name, password=PASSWORD, **{"is_staff": True, **fields})
    if has_app:
        give_app(made)
    return made


def give_app(account) -> Authenticator:
    """The authenticator app of an account, set up when there is none yet."""
    data = {"data": {"secret": encrypt(SECRET)}}
    return Authenticator.objects.get_or_create(user=account, type=Authenticator.Type.TOTP, defaults=data)[0]


def sign_in(client, account):
    """Let somebody in who has shown a second factor; gives their browser."""
    client.force_login(account)
    app, session = give_app(account), client.session
    record_authentication(SimpleNamespace(session=session), account, "mfa", id=app.pk, type=app.type)
    session.save()
    return client


def colleague(name: str, *groups, **fields) -> Client:
    """The browser of somebody in these groups."""
    who = User.objects.create(username=name, is_staff=True, **fields)
    who.groups.set(Group.objects.filter(name__in=groups))
    return sign_in(Client(headers={"host": "localhost"}), who)
