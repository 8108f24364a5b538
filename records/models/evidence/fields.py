"""What a dispute, a gap or a citation can be about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FieldCode(models.TextChoices):
    """What a dispute, a gap or a citation is about; the same codes for all three."""

    DATES = "dates", _("dates")
    END_DATE = "end_date", _("end date")
    FORMAT = "format", _("format")
    PLACES = "places", _("places")
    THEME = "theme", _("theme")
    ORGANIZERS = "organizers", _("organisers")
    PARTICIPANTS = "participants", _("number of participants")
    DELEGATIONS = "delegations", _("delegations")
    DELEGATION_HEADS = "delegation_heads", _("heads of delegations")
    PERSON_NAME = "person_name", _("name of a person")
    SESSIONS = "sessions", _("sessions")
    AGREEMENTS = "agreements", _("outcomes")
    AGREEMENT_PARTIES = "agreement_parties", _("parties")
    AMOUNT = "amount", _("sum of money")
    FINAL_DOCUMENT = "final_document", _("closing document")
    SERIES_FOUNDER = "series_founder", _("founder of the series")
