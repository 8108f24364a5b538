"""Translations whose original has changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StaleTranslation(models.Model):
    """A translation whose English original has changed since it was written; kept by `editing.translations`."""

    kind = models.CharField(max_length=40)
    record = models.BigIntegerField()
    field = models.CharField(max_length=60)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stale translation")
        verbose_name_plural = _("stale translations")
        constraints = [models.UniqueConstraint(fields=["kind", "record", "field"], name="stale_once")]

    def __str__(self):
        return f"{self.kind} {self.record} {self.field}"
