"""Who may do what: groups of staff. They are made after migrating: a test that flushes tables loses a migration's."""

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from django.utils.translation import gettext_noop as _

from records.models.publication import Named, Publishable, State

# Names are stored in English, and shown to each clerk in their language.
EDITOR, REVIEWER, ADMINISTRATOR = _("editor"), _("reviewer"), _("administrator")
TRANSLATORS = {"en": _("translator (English)"), "ru": _("translator (Russian)"), "zh": _("translator (Chinese)")}
# What is written by the site itself is read by staff and changed by nobody.
KEPT_BY_THE_SITE = (
    "indexedrecord", "posting", "dataversion", "pastversion", "publicversion", "change", "redirect", "proposal",
)  # fmt: skip
OF_ADMINISTRATORS = Q(content_type__app_label="auth")


def make_groups(sender, using="default", **signal):
    """Make the groups and give each what it may do; what an administrator has added to a group stays."""
    for name in ("auth", "records"):
        create_permissions(apps.get_app_config(name), verbosity=0, using=using)
    of_records = Permission.objects.using(using).filter(content_type__app_label="records")
    writing = of_records.exclude(content_type__model__in=KEPT_BY_THE_SITE).exclude(codename__in=_special())
    reading = of_records.filter(codename__startswith="view_")
    publishing = of_records.filter(codename="publish_record")
    _give(using, EDITOR, writing, reading)
    for column, name in TRANSLATORS.items():
        _give(using, name, reading, of_records.filter(codename=f"translate_{column}"))
    _give(using, REVIEWER, writing, reading, publishing)
    accounts = Permission.objects.using(using).filter(OF_ADMINISTRATORS)
    _give(using, ADMINISTRATOR, writing, reading, publishing, accounts)


def _special() -> list[str]:
    return ["publish_record", *(f"translate_{column}" for column in TRANSLATORS)]


def _give(using: str, name: str, *rights):
    group, _is_new = Group.objects.using(using).get_or_create(name=name)
    group.permissions.add(*(right for some in rights for right in some))


def may_write(user, model) -> bool:
    """Whether somebody writes records of this kind."""
    return user.has_perm(f"records.change_{model._meta.model_name}")


def may_publish(user) -> bool:
    """Whether somebody puts records before the public and takes them back."""
    return user.has_perm("records.publish_record")


def may_translate(user) -> list[str]:
    """The columns of the languages whose texts somebody translates."""
    return [column for column in TRANSLATORS if user.has_perm(f"records.translate_{column}")]


def texts_in(model, columns) -> set[str]:
    """The names of a kind's texts and search words in some languages: what a translator writes."""
    return {field.name for field in model._meta.fields if getattr(field, "translation_column", "") in columns}


def may_write_child(user, record) -> bool:
    """Whether somebody writes a record as far as the one it belongs to is asked."""
    owner = record
    while owner is not None and not isinstance(owner, Publishable):
        names = [name for name in owner.OWNERS if getattr(owner, type(owner)._meta.get_field(name).attname)]
        owner = getattr(owner, names[0]) if names else None
        if isinstance(owner, Publishable):
            return may_write(user, type(owner))
    return True


def is_before_public(record) -> bool:
    """Whether what is written here is said in public at once, because the record whose life it shares is public."""
    life = record.life()
    if isinstance(life, Publishable):
        return life.state == State.PUBLISHED
    return life.is_public if isinstance(life, Named) else True


def must_propose(user, record) -> bool:
    """Whether somebody changes this record by a proposal only, which a reviewer accepts or returns."""
    return is_before_public(record) and not may_publish(user)
