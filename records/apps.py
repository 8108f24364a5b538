"""The application: wires the one door for writing to every model of the record."""

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_migrate, post_save, pre_delete, pre_save
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    """The record of the forum."""

    name = "records"
    verbose_name = _("Record of the forum")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let the door hear of every write: of one record, of a relation, of many records at once."""
        from records.editing import history, proposals, roles, translations, versions
        from records.models.publication import Record, many_coming, many_written
        from records.search import index, receivers

        index.before_writing[:] = [history.look]
        index.at_closing[:] = [versions.keep, history.keep, proposals.notice]
        post_migrate.connect(roles.make_groups, sender=self, dispatch_uid="groups")

        many_coming.connect(receivers.many_coming, dispatch_uid="door")
        many_written.connect(receivers.many_writing, dispatch_uid="door")
        for model in filter(lambda model: issubclass(model, Record), self.get_models()):
            pre_save.connect(receivers.before_saving, sender=model, dispatch_uid=f"door {model.__name__}")
            pre_save.connect(translations.before_saving, sender=model, dispatch_uid=f"texts {model.__name__}")
            post_save.connect(receivers.after_saving, sender=model, dispatch_uid=f"door {model.__name__}")
            pre_delete.connect(receivers.before_deleting, sender=model, dispatch_uid=f"door {model.__name__}")
            for relation in model._meta.many_to_many:
                m2m_changed.connect(
                    receivers.relation_changing, sender=relation.remote_field.through, dispatch_uid=f"door {relation}"
                )
