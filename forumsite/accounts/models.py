"""What is kept of accounts beside Django's own: what happened to them, and links that let somebody in once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class NeverChanged(TypeError):
    """Somebody tried to rewrite the log of accounts."""

    def __init__(self):
        super().__init__("what happened to an account is written once; it is neither changed nor deleted")


class AccountEvents(models.QuerySet):
    """Events can be read and added."""

    def update(self, **values):
        raise NeverChanged

    def delete(self):
        raise NeverChanged


class AccountEvent(models.Model):
    """Something that happened to an account; written once, read by administrators."""

    class Kind(models.TextChoices):
        """What can happen."""

        SIGNED_IN = "signed_in", _("signed in")
        WRONG_PASSWORD = "wrong_password", _("wrong password")
        WRONG_CODE = "wrong_code", _("wrong second factor")
        SHUT_OUT = "shut_out", _("shut out after too many wrong attempts")
        SIGNED_OUT = "signed_out", _("signed out")
        SESSION_ENDED = "session_ended", _("session ended by itself")
        PASSWORD_CHANGED = "password_changed", _("password changed")
        FACTOR_ADDED = "factor_added", _("second factor added")
        FACTOR_REMOVED = "factor_removed", _("second factor removed")
        LINK_MADE = "link_made", _("one-time link made")
        LINK_USED = "link_used", _("one-time link used")
        ACCOUNT_MADE = "account_made", _("account made")
        ACCOUNT_CHANGED = "account_changed", _("account changed")
        RIGHTS_CHANGED = "rights_changed", _("rights changed")
        EXPORTED = "exported", pgettext_lazy("account event", "exported")

    happened_at = models.DateTimeField(pgettext_lazy("account event", "when"), default=timezone.now, editable=False)
    kind = models.CharField(pgettext_lazy("account event", "what"), max_length=20, choices=Kind.choices)
    # Both as they were then; empty where nobody has the name that was tried, or the command line did it.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("account event", "account"),
    )
    account_name = models.CharField(pgettext_lazy("account event", "account"), max_length=150, blank=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=pgettext_lazy("account event", "by"),
    )
    actor_name = models.CharField(pgettext_lazy("account event", "by"), max_length=150, blank=True)
    address = models.GenericIPAddressField(pgettext_lazy("account event", "from"), null=True)
    details = models.TextField(pgettext_lazy("account event", "details"), blank=True)

    objects = AccountEvents.as_manager()

    class Meta:
        verbose_name = _("account event")
        verbose_name_plural = _("account events")
        ordering = ["-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["happened_at"])]

    def __str__(self):
        return f"{timezone.localtime(self.happened_at):%Y-%m-%d %H:%M} {self.account_name} {self.get_kind_display()}"

    def save(self, **options):
        if not self._state.adding:
            raise NeverChanged
        super().save(**options)

    def delete(self, **options):
        raise NeverChanged


class OneTimeLinks(models.QuerySet):
    """Links, most of them used up."""

    def open(self):
        """Those that still let somebody in."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class OneTimeLink(models.Model):
    """Lets its holder choose a new password and a new second factor for one account, once, for a while.

    Only a digest of the key is kept: who reads the database cannot make the link.
    """

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="one_time_links",
        verbose_name=pgettext_lazy("account event", "account"),
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = OneTimeLinks.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.account} {timezone.localtime(self.expires_at):%Y-%m-%d %H:%M}"
