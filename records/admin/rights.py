"""The rights of an account, asked for once, and what they mean on a page: all of it, or texts of some languages."""

from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Permission
from django.db.models import Q

from records.editing.roles import may_translate, may_write, may_write_child, texts_in

from .reasons import REASONS


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


class Translating:
    """A page, or rows of a page, of which a translator writes the texts of their languages and looks at the rest."""

    def writes_all(self, request, obj=None) -> bool:
        """Whether somebody has the right to every box; a child asks the record it belongs to as well."""
        is_child = isinstance(obj, self.model)
        return super().has_change_permission(request, obj) and (not is_child or may_write_child(request.user, obj))

    def _own_texts(self, request) -> set[str]:
        if may_write(request.user, self.model):
            return set()
        return texts_in(self.model, may_translate(request.user))

    def has_change_permission(self, request, obj=None):
        return self.writes_all(request, obj) or bool(self._own_texts(request))

    def get_readonly_fields(self, request, obj=None):
        readonly, own = super().get_readonly_fields(request, obj), self._own_texts(request)
        if not own:
            return readonly
        shown = flatten_fieldsets(self.get_fieldsets(request, obj))
        return [*readonly, *(name for name in shown if name not in own and name not in (*readonly, *REASONS))]
