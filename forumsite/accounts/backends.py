"""Who somebody is: an account of staff, and in the same question whether it has a second factor."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef

# What counts as a factor; recovery codes stand in for one of these that is lost.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def accounts():
    """All accounts, each told whether it has a second factor."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return get_user_model()._default_manager.annotate(has_factor=Exists(factors))


class StaffBackend(ModelBackend):
    """Knows people by their passwords and sessions. What they may do is asked of the next backend."""

    def get_user(self, user_id):
        """The account of a session, as it is now: who was sent away a moment ago is nobody."""
        account = accounts().filter(pk=user_id).first()
        return account if account and self.user_can_authenticate(account) else None

    def authenticate(self, request, username=None, password=None, **options):
        """The account; when it is not theirs, no other backend is asked, which would take twice the time."""
        if account := super().authenticate(request, username, password, **options):
            return account
        raise PermissionDenied

    @staticmethod
    def find(name: str):
        """The account that has this name, whether it may enter or not."""
        return get_user_model()._default_manager.filter(username=name).first()

    def user_can_authenticate(self, user):
        """Only staff have accounts here."""
        return user.is_active and user.is_staff

    def get_all_permissions(self, user_obj, obj=None):
        return set()

    def get_user_permissions(self, user_obj, obj=None):
        return set()

    def get_group_permissions(self, user_obj, obj=None):
        return set()

    def has_perm(self, user_obj, perm, obj=None):
        return False

    def has_module_perms(self, user_obj, app_label):
        return False
