"""Accounts in the admin, for administrators: who has one, what each may do, one-time links, and what happened."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from . import factors, links
from .backends import accounts
from .limits import plain
from .models import AccountEvent, OneTimeLink

# Nobody's secrets are looked at, no e-mail is sent, and the pages below take the place of Django's own.
for model in (Authenticator, EmailAddress, EmailConfirmation, User, Group):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

WAYS = {
    "password": _("password"),
    "mfa": _("second factor"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": pgettext_lazy("way of signing in", "recovery code"),
    "link": _("one-time link"),
}


def is_administrator(request) -> bool:
    """Who looks after accounts."""
    return request.user.has_perm("auth.change_user")


class AccountForm(forms.ModelForm):
    """An account without its password, which only its owner knows."""

    def clean_username(self):
        """Names that differ by capitals only would be taken for one another."""
        name = self.cleaned_data["username"]
        others = User.objects.exclude(pk=self.instance.pk).values_list("username", flat=True)
        if plain(name) in map(plain, others):
            raise forms.ValidationError(_("There is an account of this name already."))
        return name


class ByGroup(admin.RelatedFieldListFilter):
    """Groups by their names in the language of the clerk."""

    def field_choices(self, field, request, model_admin):
        found = super().field_choices(field, request, model_admin)
        return [(key, gettext(str(name))) for key, name in found]


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):
    """Accounts: made and closed, never deleted, because what they did is signed with them."""

    form = AccountForm
    list_display = ["username", "shown_name", "shown_groups", "shown_state", "is_active", "last_login"]
    list_filter = ["is_active", ("groups", ByGroup)]
    search_fields = ["username", "first_name", "last_name"]
    ordering = ["username"]
    readonly_fields = ["shown_state", "last_login"]
    change_form_template = "admin/auth/user/change_form.html"

    # What is shown

    def get_fieldsets(self, request, obj=None):
        fields = ["username", ("first_name", "last_name"), "groups"]
        if request.user.is_superuser:
            fields.append("is_superuser")
        return [(None, {"fields": [*fields, "is_active", "shown_state", "last_login"] if obj else fields})]

    def get_readonly_fields(self, request, obj=None):
        """Nobody raises or closes their own account."""
        own = ("is_active", "is_superuser", "groups") if obj == request.user else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def get_queryset(self, request):
        waiting = OneTimeLink.objects.open().filter(account=OuterRef("pk"))
        return accounts().annotate(is_waiting=Exists(waiting)).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request, **options):
        options["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **options)

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if db_field.name == "groups":
            field.widget.can_add_related = False
            field.help_text = ""
            field.label_from_instance = lambda group: gettext(group.name)
        return field

    @admin.display(description=pgettext_lazy("account", "name"))
    def shown_name(self, account):
        """First and last name."""
        return account.get_full_name()

    @admin.display(description=_("groups"))
    def shown_groups(self, account):
        """The groups that an account is in."""
        return ", ".join(gettext(group.name) for group in account.groups.all())

    @admin.display(description=_("can sign in"))
    def shown_state(self, account):
        """Whether somebody can sign in with it, and if not, for want of what."""
        if account.is_waiting:
            return _("waits for its one-time link to be used")
        if not account.has_usable_password():
            return _("no: make a one-time link")
        return _("yes") if account.has_factor else _("yes, and will set up a second factor")

    # Who may do what

    def has_change_permission(self, request, obj=None):
        """Who may do everything is changed only by somebody who may do everything too."""
        is_above = obj is not None and obj.is_superuser and not request.user.is_superuser
        return not is_above and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Asks for the password once more: who sits at a desk that was left open shall not make accounts."""
        if self.has_change_permission(request) or self.has_add_permission(request):
            factors.ask_again_unless_recent(request)
        buttons = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().changeform_view(request, object_id, form_url, {**buttons, **(extra_context or {})})

    def save_model(self, request, obj, form, change):
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def response_add(self, request, obj, post_url_continue=None):
        """A new account needs a link before anybody can use it."""
        sentence = _("The account is made. Now make the link that lets its owner in.")
        self.message_user(request, sentence, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:auth_user_link", args=[obj.pk]))

    # One-time links

    def get_urls(self):
        view = self.admin_site.admin_view(self.link_view)
        return [path("<int:key>/link/", view, name="auth_user_link"), *super().get_urls()]

    def link_view(self, request, key):
        """Ask, then make a link and show it, this once."""
        account = self.get_object(request, str(key))
        if account is None:
            raise Http404
        if account == request.user or not self.has_change_permission(request, account):
            raise PermissionDenied
        factors.ask_again_unless_recent(request)
        context = {
            **self.admin_site.each_context(request),
            "title": _("One-time link"),
            "opts": self.opts,
            "account": account,
            "ends_something": account.has_usable_password(),
            "hours": links.HOURS,
        }
        if request.method == "POST":
            context["address"] = links.make(account, request)
            LogEntry.objects.log_actions(request.user.pk, [account], CHANGE, str(_("one-time link made")))
        return TemplateResponse(request, "admin/auth/user/link.html", context)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """Groups, which administrators see; what each may do is changed only by somebody who may do everything."""

    list_display = ["shown_name"]

    @admin.display(description=pgettext_lazy("account", "name"))
    def shown_name(self, group):
        """The name of a group in the language of the clerk."""
        return gettext(group.name)

    def has_view_permission(self, request, obj=None):
        return is_administrator(request)

    def has_add_permission(self, request):
        return request.user.is_superuser

    def has_change_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser


@admin.register(AccountEvent)
class AccountEventAdmin(admin.ModelAdmin):
    """The log of accounts: read, and never written here."""

    list_display = ["happened_at", "account_name", "kind", "shown_details", "shown_actor", "address"]
    list_filter = ["kind", "happened_at"]
    list_per_page = 100
    search_fields = ["account_name__startswith", "actor_name__startswith", "address__startswith"]
    show_full_result_count = False
    sortable_by = ()

    def has_module_permission(self, request):
        return is_administrator(request)

    def has_view_permission(self, request, obj=None):
        return is_administrator(request)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=pgettext_lazy("account event", "details"))
    def shown_details(self, event):
        """Ways of signing in by their names, everything else as it was written."""
        return ", ".join(str(WAYS.get(word, word)) for word in event.details.split(", "))

    @admin.display(description=pgettext_lazy("account event", "by"))
    def shown_actor(self, event):
        """Who did it, when it was somebody else."""
        return "" if event.actor_name == event.account_name else event.actor_name
