"""Whether what is recorded was announced, or reported afterwards."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportedAs(models.TextChoices):
    """Whether a report speaks of a plan or of what happened; empty is read as reported."""

    ANNOUNCED = "announced", _("announced")
    REPORTED = "reported", _("reported")
