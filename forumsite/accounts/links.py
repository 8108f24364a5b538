"""One-time links: how somebody gets in for the first time, or again after a password or a telephone was lost."""

import hashlib
import secrets
from datetime import timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from . import log
from .backends import StaffBackend
from .models import OneTimeLink

HOURS = 24


def make(account, request=None) -> str:
    """The address of a new link. What let the account in until now ends at once: password, factors, sessions, links."""
    key, now = secrets.token_urlsafe(32), timezone.now()
    with transaction.atomic():
        account.set_unusable_password()  # another password, so every session of the account ends
        account.save(update_fields=["password"])
        Authenticator.objects.filter(user=account).delete()
        account.one_time_links.open().update(expires_at=now)
        account.one_time_links.create(digest=_digest(key), made_at=now, expires_at=now + timedelta(hours=HOURS))
        log.write(log.Kind.LINK_MADE, account, request=request)
    # After the question mark, because what stands there is written into no log.
    return f"{settings.SITE_URL}{reverse('one_time_link')}?key={key}"


def find(key: str) -> OneTimeLink | None:
    """The open link with this key, if its account may still enter."""
    link = OneTimeLink.objects.open().filter(digest=_digest(key)).select_related("account").first()
    return link if link and StaffBackend().user_can_authenticate(link.account) else None


def use(link: OneTimeLink, password: str, request) -> bool:
    """Give the account its password and sign its holder in; False when somebody else was quicker."""
    with transaction.atomic():
        if not OneTimeLink.objects.open().filter(pk=link.pk).update(used_at=timezone.now()):
            return False
        link.account.set_password(password)
        link.account.save(update_fields=["password"])
        log.write(log.Kind.LINK_USED, link.account, request=request)
    record_authentication(request, link.account, "link")
    get_adapter().login(request, link.account)
    return True


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
