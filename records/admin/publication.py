"""Records with a life of their own: what staff add is a draft until somebody publishes it."""

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from records.editing import steps
from records.editing.roles import may_publish, may_write
from records.models import State

from .pages import RecordAdmin
from .steps import LABELS as LABELS_OF_STEPS
from .steps import Steps


class PublishableAdmin(Steps, RecordAdmin):
    """A kind of record with a life of its own: what staff add is a draft until somebody publishes it."""

    actions = ["submit", "publish"]
    other_labels = RecordAdmin.other_labels | LABELS_OF_STEPS
    readonly_fields = ["state", "published_at"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj is None else [*fieldsets, (_("Publication"), {"fields": [("state", "published_at")]})]

    @admin.action(description=_("Send selected %(verbose_name_plural)s to review"), permissions=["submit"])
    def submit(self, request, queryset):
        """Ask for the review of what is chosen."""
        sent = self._each(request, queryset, steps.submit)
        said = ngettext("%(count)s record waits for a reviewer.", "%(count)s records wait for a reviewer.", sent)
        self.message_user(request, said % {"count": sent}, messages.SUCCESS if sent else messages.WARNING)

    @admin.action(description=_("Publish selected %(verbose_name_plural)s"), permissions=["publish"])
    def publish(self, request, queryset):
        """Put the chosen records before the public, and say how many were not there yet, and what keeps which back."""
        count = self._each(request, queryset.exclude(state__in=[State.PUBLISHED, State.WITHDRAWN]), steps.publish)
        said = ngettext("%(count)s record is published now.", "%(count)s records are published now.", count)
        self.message_user(request, said % {"count": count}, messages.SUCCESS if count else messages.WARNING)

    def _each(self, request, queryset, step) -> int:
        done = []
        for record in queryset:
            try:
                step(record)
                done.append(record)
            except steps.StepRefused as refused:
                self.message_user(request, f"{record}: {refused}", messages.WARNING)
        LogEntry.objects.log_actions(request.user.pk, done, CHANGE, [{"changed": {"fields": ["state"]}}])
        return len(done)

    def has_submit_permission(self, request):
        """Who writes records of this kind."""
        return may_write(request.user, self.model)

    def has_publish_permission(self, request):
        """Reviewers and administrators."""
        return may_publish(request.user)
