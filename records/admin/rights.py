"""The rights of an account, asked for once: Django asks for its own and for those of its groups one after the other."""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q


class OneQuestionBackend(ModelBackend):
    """Django's own rights and passwords; every page of the admin is spared a query."""

    def get_all_permissions(self, user_obj, obj=None) -> set[str]:
        """The same set as Django's: everything for a superuser, nothing for one particular record or who may not in."""
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_perm_cache"):
            given = Q() if user_obj.is_superuser else Q(user=user_obj) | Q(group__user=user_obj)
            found = Permission.objects.filter(given).order_by().values_list("content_type__app_label", "codename")
            user_obj._perm_cache = {f"{application}.{codename}" for application, codename in found.distinct()}
        return user_obj._perm_cache
