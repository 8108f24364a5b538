"""What staff save of public records: by reviewers with a reason, by others as a proposal that a reviewer decides on.

A form of somebody who may not publish is run as theirs, inside the door; when it has written something public, all of
it is rolled back and the differences are kept. The posted form is not.
"""

from dataclasses import dataclass
from itertools import islice

from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.editing import proposals
from records.editing.proposals import Allowed, Shelf
from records.editing.roles import is_before_public, may_publish, must_propose
from records.exchange.kinds import NAMES
from records.models.proposals import Proposal
from records.models.publication import Named, Publishable
from records.search.index import Because, current_door

from .deleting import NAMED_AT_MOST, has_been_public
from .reasons import (
    ASKED_OF_EDITORS,
    ASKED_OF_REVIEWERS,
    NEEDED,
    REASONS,
    ReasonForm,
    because_of,
    is_given,
    reason_fields,
)

NO_FILES = gettext_lazy("A file cannot be part of a proposal. Save the rest, and ask a reviewer to add the file.")


class Proposed(Exception):
    """What was written must not stand: it is public, and its author may not publish. Carries what is kept instead."""

    def __init__(self, proposal: Proposal, found: list, left_out: list[str], note: Because):
        super().__init__(proposal)
        self.proposal, self.found, self.left_out, self.note = proposal, found, left_out, note


class ReasonMissing(Exception):
    """Something public was to be deleted, and nobody said why."""


@dataclass
class Before:
    """A page before somebody who may not publish wrote on it."""

    record: object
    shelf: Shelf
    allowed: Allowed
    note: Because

    @property
    def is_public(self) -> bool:
        """Whether it was public; a new record was not."""
        return self.record is not None and is_before_public(self.record)


class Proposing:
    """Pages on which a public record changes by a reviewer's hand, or by a proposal."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return self._or_proposed(super().changeform_view, request, object_id, form_url, extra_context)

    def delete_view(self, request, object_id, extra_context=None):
        request.deletes_one = True
        request.reason = self.reason_form(request)
        try:
            return self._or_proposed(super().delete_view, request, object_id, extra_context)
        except ReasonMissing:
            request.method, request.POST = "GET", QueryDict()  # nothing was deleted: ask again
            return super().delete_view(request, object_id, extra_context)

    def restore_view(self, request, object_id, number):
        return self._or_proposed(super().restore_view, request, object_id, number)

    def recover_view(self, request, number):
        return self._or_proposed(super().recover_view, request, number)

    def render_delete_form(self, request, context):
        if is_before_public(context["object"]):
            context |= {"reason_form": request.reason, "proposes": not may_publish(request.user)}
        return super().render_delete_form(request, context)

    def _or_proposed(self, view, request, *args):
        try:
            return view(request, *args)
        except Proposed as proposed:
            return self._kept(request, proposed)

    def _kept(self, request, proposed: Proposed):
        """Keep a proposal, and show it to whoever made it."""
        if not proposed.found:
            sentence = _("Nothing was proposed: all of it is what the public reads already.")
            self.message_user(request, sentence, messages.WARNING)
            return HttpResponseRedirect(request.get_full_path())
        kept, is_new = proposals.keep(proposed.proposal, proposed.found, request.user, proposed.note)
        sentence = (
            _("This is public, so your changes are kept as a proposal. Nothing changes until a reviewer accepts it.")
            if is_new
            else _("You have proposed exactly this already; here it is.")
        )
        self.message_user(request, sentence, messages.SUCCESS)
        if proposed.left_out:
            sentence = _("Not part of it, because it is written on a page of its own: %(names)s.")
            self.message_user(request, sentence % {"names": ", ".join(proposed.left_out)}, messages.WARNING)
        address = reverse("admin:records_proposal_change", args=[kept.pk])
        return HttpResponseRedirect(f"{address}?{IS_POPUP_VAR}=1" if IS_POPUP_VAR in request.POST else address)

    # What a page asks and shows

    def asks_why(self, request, record) -> bool:
        """Whether a page has boxes for a reason: of a public record, and of a new one that may be public at once."""
        if record is None:
            return not issubclass(self.model, (Publishable, Named))
        return is_before_public(record) and self.has_change_permission(request, record)

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.asks_why(request, obj):
            return fieldsets
        advice = ASKED_OF_REVIEWERS if may_publish(request.user) else ASKED_OF_EDITORS
        return [*fieldsets, (_("Why"), {"fields": [REASONS], "classes": ["why"], "description": advice})]

    def get_form(self, request, obj=None, change=False, **options):
        names = options.pop("fields", None) or flatten_fieldsets(self.get_fieldsets(request, obj))
        options["fields"] = [name for name in names if name not in REASONS]
        form = super().get_form(request, obj, change=change, **options)
        if REASONS[0] in names:
            form.base_fields |= reason_fields()
            form.check_more = _check_for(request.user)
        return form

    def get_queryset(self, request):
        """Knows of each record whether proposals about it wait, so that its page asks for them only then."""
        kind = NAMES[self.model]
        about = Q(kind=kind, record=OuterRef("pk")) | Q(life_kind=kind, life=OuterRef("pk"))
        return super().get_queryset(request).annotate(has_proposals=Exists(Proposal.objects.waiting().filter(about)))

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj is not None:
            context["proposes"] = must_propose(request.user, obj) and self.has_change_permission(request, obj)
            waiting = Proposal.objects.waiting().of(NAMES[self.model], obj.pk)
            context["proposals"] = waiting if getattr(obj, "has_proposals", True) else []
        return super().render_change_form(request, context, *args, obj=obj, **options)

    # What is written

    def save_model(self, request, obj, form, change):
        self.about_to_write(request, obj.pk if change else None, because_of(form))
        super().save_model(request, obj, form, change)

    def delete_model(self, request, obj):
        if not is_before_public(obj):
            return super().delete_model(request, obj)
        if not request.reason.is_valid():
            raise ReasonMissing
        life = obj.life()
        self.about_to_write(request, obj.pk, because_of(request.reason))
        super().delete_model(request, obj)
        self.stop_if_public(request, life, Shelf())

    def get_deleted_objects(self, objs, request):
        """What is public goes one by one, on its own page: there a reason is asked, or a proposal made of it."""
        going, counts, lacking, kept = super().get_deleted_objects(objs, request)
        if getattr(request, "deletes_one", False):
            return going, counts, lacking, kept
        sentence = _("“%(name)s” is public: it is deleted on its own page, where you are asked why.")
        public = (obj for obj in objs if is_before_public(obj) and not has_been_public(obj))
        return going, counts, lacking, [*kept, *(sentence % {"name": obj} for obj in islice(public, NAMED_AT_MOST))]

    def response_add(self, request, obj, *args, **options):
        self.stop_if_public(request, obj)
        return super().response_add(request, obj, *args, **options)

    def response_change(self, request, obj):
        self.stop_if_public(request, obj)
        return super().response_change(request, obj)

    def reason_form(self, request) -> ReasonForm:
        """Boxes for a reason on a page that is no form of a record."""
        return ReasonForm(request.POST if request.method == "POST" else None, is_needed=may_publish(request.user))

    def about_to_write(self, request, number, because: Because):
        """To be called inside the door before a record of this kind is written, or (without a number) a new one."""
        if may_publish(request.user):
            current_door().because = because
            return
        record = self.model._base_manager.get(pk=number) if number else None
        shelf = proposals.shelf_of(record) if record else Shelf()
        request.before = Before(record, shelf, self.allowed(request, record), because)

    def stop_if_public(self, request, record, after: Shelf | None = None):
        """To be called after that: raises Proposed when somebody who may not publish has written something public."""
        before = getattr(request, "before", None)
        if before and (before.is_public or is_before_public(record)):
            raise _proposed(before, record, after or proposals.shelf_of(record))

    def allowed(self, request, record=None) -> Allowed:
        """What somebody may write on the page of a record, or on the page for a new one."""
        kind, changes, adds, removes = NAMES[self.model], {}, {}, set()
        if record is None and self.has_add_permission(request):
            adds[kind] = frozenset(self.get_form(request).base_fields)
        elif record is not None and self.has_change_permission(request, record):
            changes[kind] = frozenset(self.get_form(request, record, change=True).base_fields)
        if record is not None and self.has_delete_permission(request, record):
            removes.add(kind)
        for rows in self.get_inline_instances(request, record) if changes or adds else ():
            rows.add_to(request, record, changes, adds, removes)
        return Allowed(changes, adds, frozenset(removes))


def _proposed(before: Before, record, after: Shelf) -> Proposed:
    """What takes the place of what was written between two looks."""
    root = before.shelf.root or after.root
    proposal = proposals.about(before.record or record, root, is_new=before.record is None)
    found = proposals.differences(before.shelf, after)
    page = before.allowed, root.kind, root.key
    left_out = [proposals.label_of(*one) for one in proposals.beyond(found, *page)]
    return Proposed(proposal, proposals.within(found, *page), left_out, before.note)


def rights_on_page(site):
    """Tells what somebody may write on the page of a proposal; for `records.editing.proposals.accept`."""

    def rights(user, proposal: Proposal) -> Allowed:
        page = next(page for model, page in site._registry.items() if NAMES.get(model) == proposal.kind)
        request = HttpRequest()
        request.user = user
        record = page.model._base_manager.filter(pk=proposal.record).first() if proposal.record else None
        return page.allowed(request, record)

    return rights


def _check_for(user):
    """What a form is asked beyond its own rules, once its record is filled."""

    def check_more(form):
        try:
            is_public = is_before_public(form.instance)
        except ObjectDoesNotExist:  # what it would belong to is missing, and said to be
            return
        if not is_public:
            return
        if may_publish(user) and not is_given(form):
            form.add_error(REASONS[0], NEEDED)
        if form.files and not may_publish(user):
            form.add_error(None, NO_FILES)

    return check_more
