"""Records with a life of their own: what staff add is a draft until somebody publishes it."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.models import State

from .pages import RecordAdmin


class PublishableAdmin(RecordAdmin):
    """A kind of record with a life of its own: what staff add is a draft until somebody publishes it."""

    actions = ["publish"]
    readonly_fields = ["state", "published_at"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        advice = _("Chosen records are published from the list. What is published cannot be deleted.")
        return [*fieldsets, (_("Publication"), {"fields": [("state", "published_at")], "description": advice})]

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request, queryset):
        """Put the chosen records before the public, and say how many were not there yet."""
        waiting = list(queryset.exclude(state__in=[State.PUBLISHED, State.WITHDRAWN]))
        count = queryset.publish()
        message = [{"changed": {"fields": ["state"]}}]
        LogEntry.objects.log_actions(request.user.pk, waiting, CHANGE, message)
        said = ngettext("%(count)s record is published now.", "%(count)s records are published now.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def has_publish_permission(self, request):
        """Who may change a record may publish it, until steps and rights are built."""
        return self.has_change_permission(request)
