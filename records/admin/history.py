"""Pages of the history of a record: who changed what when, two states side by side, an earlier one restored."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from records.editing.comparing import compare, labels
from records.editing.contents import HISTORIES, WITH_HISTORY, columns_of, contents, with_files_of, with_later_files
from records.editing.history import history_of, model_of, root_of
from records.editing.restoring import NotRestorable, deleted_with, recover, restore
from records.editing.roles import is_before_public, must_propose
from records.exchange.kinds import NAMES
from records.models.history import KeptState
from records.search.index import Because

from .deleting import page_of
from .reasons import because_of

STATES_A_PAGE = 50


def history_page(record, name: str = "history", *more, **asked) -> str:
    """The address of a page about the history of a record that has one."""
    address = reverse(f"admin:records_{record._meta.model_name}_{name}", args=[record.pk, *more])
    return f"{address}?{urlencode(asked)}" if asked else address


@dataclass(frozen=True)
class Entry:
    """One line of a history: a state, and what is told of it."""

    state: KeptState
    # Another record, whose history this line belongs to; empty for the record itself.
    about: str
    changed: str
    address: str

    @property
    def is_comparable(self) -> bool:
        """Whether it is a state of the record itself, with something in it."""
        return not self.about and self.state.deed != KeptState.Deed.DELETED

    @property
    def deed(self) -> str:
        """What became of the record, or on what occasion."""
        return self.state.act.get_what_display() or self.state.get_deed_display()


class History:
    """The history of one kind of record. A small record has none of its own: it leads to that of its owner."""

    def get_urls(self):
        if self.model not in WITH_HISTORY:
            return super().get_urls()
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<int:number>/", view(self.recover_view), name=f"{name}_recover"),
            path("<path:object_id>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<path:object_id>/history/<int:number>/restore/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    # Reading

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what when; of an edition also what became of its delegations, sessions, agreements and so on."""
        record = self._readable(request, object_id)
        if root_of(record) != record:
            return HttpResponseRedirect(history_page(root_of(record)))
        states = self._states_to_tell(request, record).defer("content")
        page = Paginator(states, STATES_A_PAGE).get_page(request.GET.get("page"))
        entries = [self._entry(state, record) for state in page]
        comparable = [entry.state.pk for entry in entries if entry.is_comparable]
        told = {"page": page, "entries": entries, "first": comparable[:1], "second": comparable[1:2]}
        return self._answer(request, "history", _("History: %s") % record, told, record)

    def _states_to_tell(self, request, record):
        if self.opts.model_name != "edition":
            return history_of(record)
        pages = {kind: self.admin_site._registry[model] for kind, model in HISTORIES.items()}
        kinds = [kind for kind, page in pages.items() if page.has_view_permission(request)]
        return KeptState.objects.around(record.pk).filter(kind__in=kinds)

    def _entry(self, state: KeptState, record) -> Entry:
        model = model_of(state)
        is_own = (model, state.record) == (type(record), record.pk)
        kind = capfirst(model._meta.verbose_name)
        name = f"admin:records_{model._meta.model_name}"
        if state.deed == KeptState.Deed.DELETED:
            address = reverse(f"{name}_recover", args=[state.pk])
        else:
            address = f"{reverse(f'{name}_compare', args=[state.record])}?to={state.pk}"
        changed = ", ".join(labels(model, state.changed))
        return Entry(state, "" if is_own else f"{kind}: {state.name}", changed, address)

    def compare_view(self, request, object_id):
        """Two states side by side: the last change, unless others are chosen."""
        record = self._readable(request, object_id)
        after = self._chosen(request, record, "to") or history_of(record).first()
        if after is None:
            return HttpResponseRedirect(history_page(record))
        before = self._chosen(request, record, "from") or after.before()
        before, after = sorted((before or after, after), key=lambda state: state.pk)
        one, other = (before.content if before != after else None), after.content
        told = {
            "before": before,
            "after": after,
            "is_alone": before == after,
            "sections": compare(self.model, one, other),
        }
        told["is_last"] = after == history_of(record).first()
        told["may_restore"] = self.writes_all(request, record)
        return self._answer(request, "compare", _("What changed: %s") % record, told, record)

    def _chosen(self, request, record, name: str) -> KeptState | None:
        number = request.GET.get(name, "")
        if not number:
            return None
        found = history_of(record).filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
        if found is None:
            raise Http404(_("There is no such state of this record."))
        return found

    def deleted_view(self, request):
        """What was deleted of this kind, the latest first."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = Paginator(KeptState.objects.deleted(NAMES[self.model]), STATES_A_PAGE).get_page(request.GET.get("page"))
        return self._answer(request, "deleted", _("Deleted: %s") % self.opts.verbose_name_plural, {"page": page})

    # Writing

    def restore_view(self, request, object_id, number):
        """What restoring a state would change; and, when asked to, restore it."""
        record = self._readable(request, object_id)
        if not self.writes_all(request, record):
            raise PermissionDenied
        state = history_of(record).filter(pk=number, content__isnull=False).first()
        if state is None:
            raise Http404(_("There is no such state of this record."))
        keep, reason = self._kept_columns(request, record), self.reason_form(request)
        if request.method == "POST" and (reason.is_valid() or not is_before_public(record)):
            return self._or_nothing(self._restore, request, record, state, keep, reason)
        now = contents(self.model, [record.pk])[record.pk]
        wanted = _as_it_would_be(state.content, now, keep)
        # A file is no part of a proposal.
        wanted = with_files_of(wanted, now) if must_propose(request.user, record) else with_later_files(wanted, now)
        sections = compare(self.model, now, wanted)
        told = {"state": state, "sections": sections, "proposes": must_propose(request.user, record)}
        told["reason_form"] = reason if is_before_public(record) else None
        return self._answer(request, "restore", _("Restore: %s") % record, told, record)

    def _kept_columns(self, request, record) -> frozenset[str]:
        """The columns that this account may only look at: they stay as they are."""
        shown = {*self.get_readonly_fields(request, record)}
        names = ("name", "partial_date", "translation_of")
        return frozenset(
            column.name for column in columns_of(self.model) if {getattr(column, name, "") for name in names} & shown
        )

    def _restore(self, request, record, state: KeptState, keep, reason):
        self.about_to_write(request, record.pk, because_of(reason))
        try:
            restore(state, by=request.user, keep=keep)
        except NotRestorable as refused:
            return self._refuse(request, refused, history_page(record, "restore", state.pk))
        record.refresh_from_db()
        self.stop_if_public(request, record)
        self.log_change(request, record, _("An earlier state was restored."))
        self.message_user(request, _("“%s” says again what it said then.") % record, messages.SUCCESS)
        return HttpResponseRedirect(page_of(record))

    def recover_view(self, request, number):
        """What a deleted record said; and, when asked to, recover it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        state = KeptState.objects.deleted(NAMES[self.model]).filter(pk=number).first()
        if state is None:
            raise Http404(_("There is no such deleted record; somebody may have recovered it."))
        may_recover = self.has_add_permission(request)
        if request.method == "POST":
            if not may_recover:
                raise PermissionDenied
            return self._or_nothing(self._recover, request, state)
        sections = compare(self.model, None, state.before().content)
        told = {"state": state, "sections": sections, "together": deleted_with(state), "may_recover": may_recover}
        return self._answer(request, "recover", _("Deleted: %s") % state.name, told)

    def _recover(self, request, state: KeptState):
        self.about_to_write(request, None, Because())
        try:
            recover(state, by=request.user)
        except NotRestorable as refused:
            return self._refuse(request, refused, request.path)
        record = self.model._base_manager.get(pk=state.record)
        self.stop_if_public(request, record)
        self.log_addition(request, record, _("Recovered after it was deleted."))
        self.message_user(request, _("“%s” is back.") % record, messages.SUCCESS)
        return HttpResponseRedirect(page_of(record))

    def _refuse(self, request, refused: NotRestorable, address: str):
        for sentence in refused.sentences:
            self.message_user(request, sentence, messages.ERROR)
        return HttpResponseRedirect(address)

    # Both

    def _readable(self, request, object_id):
        """The record, if this account may see it; the right is asked for this record, on every page."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404(_("There is no such record; it may have been deleted."))
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        return record

    def _answer(self, request, template: str, title: str, told: dict, record=None):
        context = self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "original": record}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"admin/records/{template}.html", context | told)


def _as_it_would_be(content: dict, now: dict, keep: frozenset[str]) -> dict:
    """What a record will say after it got a content back: what is kept stays as it is now."""
    values = {name: value for name, value in content["values"].items() if name not in keep}
    values |= {name: value for name, value in now["values"].items() if name in keep}
    return content | {"values": values, "life": now["life"]}
