"""Where staff write: a page for every kind of record, in Django's own admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from . import agreements, delegations, editions, evidence, proposals, reference, reports, sheets

__all__ = ["agreements", "delegations", "editions", "evidence", "proposals", "reference", "reports", "sheets"]

admin.site.site_title = admin.site.site_header = _("Forum records")
admin.site.index_title = _("The record")
