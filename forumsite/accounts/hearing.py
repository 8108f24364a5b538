"""What is heard of accounts, from Django and from allauth, goes into the log."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.signals import password_changed
from allauth.core import context
from allauth.mfa import signals as factor_signals
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver

from . import log, sessions
from .backends import StaffBackend

User = get_user_model()
WATCHED = ("username", "is_active", "is_staff", "is_superuser")


@receiver(user_logged_in)
def signed_in(sender, request, user, **signal):
    """Begins the session; says how it was done."""
    sessions.begin(request)
    how = [record.get("type", record["method"]) for record in get_authentication_records(request, user)]
    log.write(log.Kind.SIGNED_IN, user, ", ".join(how), request)


@receiver(user_logged_out)
def signed_out(sender, request, user, **signal):
    if user is not None:
        has_ended = getattr(request, "session_has_ended", False)
        log.write(log.Kind.SESSION_ENDED if has_ended else log.Kind.SIGNED_OUT, user, request=request)


@receiver(user_login_failed)
def refused(sender, credentials, request=None, **signal):
    """What was typed as a name is not kept unless somebody has that name: it may be a password."""
    log.write(log.Kind.WRONG_PASSWORD, StaffBackend.find(credentials.get("username", "")), request=request)


@receiver(factor_signals.authentication_failed)
def code_refused(sender, request, user, authenticator, **signal):
    log.write(log.Kind.WRONG_CODE, user, authenticator.type, request)


@receiver([factor_signals.authenticator_added, factor_signals.authenticator_reset])
def factor_added(sender, request, user, authenticator, **signal):
    log.write(log.Kind.FACTOR_ADDED, user, authenticator.type, request)


@receiver(factor_signals.authenticator_removed)
def factor_removed(sender, request, user, authenticator, **signal):
    log.write(log.Kind.FACTOR_REMOVED, user, authenticator.type, request)


@receiver(password_changed)
def password_was_changed(sender, request, user, **signal):
    log.write(log.Kind.PASSWORD_CHANGED, user, request=request)


@receiver(pre_save, sender=User)
def account_saving(sender, instance, update_fields=None, raw=False, **signal):
    """Remember what it was, when anything that is watched may change."""
    is_watched = update_fields is None or not set(WATCHED).isdisjoint(update_fields)
    if instance.pk and is_watched and not raw:
        instance._was = User.objects.filter(pk=instance.pk).values(*WATCHED).first()


@receiver(post_save, sender=User)
def account_saved(sender, instance, created, raw=False, **signal):
    if created and not raw:
        log.write(log.Kind.ACCOUNT_MADE, instance, "is_superuser" if instance.is_superuser else "")
    was = instance.__dict__.pop("_was", None) or {}
    now = {name: getattr(instance, name) for name in was}
    if changes := [f"{name}: {was[name]} → {now[name]}" for name in was if was[name] != now[name]]:
        log.write(log.Kind.ACCOUNT_CHANGED, instance, "; ".join(changes))


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
def rights_changed(sender, instance, action, reverse, model, pk_set, **signal):
    """Groups or rights of one account, or, from the other side, accounts of one group or right."""
    if not (sign := _sign_of(action)):
        return
    others = model.objects.filter(pk__in=pk_set) if pk_set is not None else _all_of(sender, instance, model)
    if reverse:
        for account in others:
            log.write(log.Kind.RIGHTS_CHANGED, account, f"{sign}{_name(instance)}")
    elif names := ", ".join(f"{sign}{_name(other)}" for other in others):
        log.write(log.Kind.RIGHTS_CHANGED, instance, names)


@receiver(m2m_changed, sender=Group.permissions.through)
def role_changed(sender, instance, action, reverse, model, pk_set, **signal):
    """What a group may do. Groups that the program makes for itself, without anybody asking, are not news."""
    sign = _sign_of(action)
    if not sign or context.request is None:
        return
    others = model.objects.filter(pk__in=pk_set) if pk_set is not None else _all_of(sender, instance, model)
    for other in others:
        group, right = (other, instance) if reverse else (instance, other)
        log.write(log.Kind.RIGHTS_CHANGED, None, f"{group.name}: {sign}{_name(right)}")


def _sign_of(action: str) -> str:
    return {"post_add": "+", "post_remove": "−", "pre_clear": "−"}.get(action, "")


def _all_of(through, instance, model):
    """Everything on the other side of a relation that is about to be emptied."""
    here, there = (
        next(field.name for field in through._meta.fields if field.related_model is side)
        for side in (type(instance), model)
    )
    return model.objects.filter(pk__in=through.objects.filter(**{here: instance}).values(there))


def _name(group_or_right) -> str:
    return group_or_right.name if isinstance(group_or_right, Group) else group_or_right.codename
