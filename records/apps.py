"""The application: wires the one door for writing to every model of the record."""

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, pre_delete, pre_save
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The record of the forum."""

    name = "records"
    verbose_name = _("Record of the forum")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Refuse writes outside the door, for every model and every many-to-many relation."""
        from records.search.index import refuse_outside

        for model in self.get_models(include_auto_created=True):
            for signal in (pre_save, pre_delete, m2m_changed):
                signal.connect(refuse_outside, sender=model, dispatch_uid=f"door {signal} {model.__name__}")
