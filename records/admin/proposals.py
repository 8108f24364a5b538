"""Where proposals are read and decided: their list, and a page for each with what is said now and what would be."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.editing import proposals
from records.editing.previewing import make_link_to_proposal
from records.editing.roles import may_publish
from records.exchange.kinds import KINDS, NAMES
from records.models.languages import COLUMNS, address
from records.models.proposals import Proposal

from .deleting import page_of
from .fields import in_language
from .proposing import rights_on_page
from .reasons import LABELS as REASON_LABELS
from .reasons import REASONS, ReasonForm, because_of

TAKEN = gettext_lazy("Nothing was written. Somebody else saved the same just now: look at the record, and try again.")


class Which(admin.SimpleListFilter):
    """What has become of them."""

    title, parameter_name = gettext_lazy("state"), "which"

    def lookups(self, request, model_admin):
        return Proposal.State.choices

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() else queryset


class Whose(admin.SimpleListFilter):
    """One's own, among those of all."""

    title, parameter_name = gettext_lazy("author"), "whose"

    def lookups(self, request, model_admin):
        return [("mine", gettext_lazy("mine"))]

    def queryset(self, request, queryset):
        return queryset.filter(proposer=request.user) if self.value() else queryset


class ReturnForm(forms.Form):
    """What the author is told."""

    text = forms.CharField(label=gettext_lazy("What is to be mended"), widget=forms.Textarea(attrs={"rows": 3}))


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin):
    """Proposals: nobody edits them; a reviewer accepts or returns one, its author takes it back or renews it."""

    other_labels = REASON_LABELS | {"text": ReturnForm.base_fields["text"].label}
    list_display = ["shown_record", "shown_kind", "proposer", "proposed_at", "state", "shown_decision"]
    list_filter = [Which, Whose]
    list_select_related = ["proposer", "decided_by"]
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    sortable_by = ["proposed_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        """Proposals about records that one may look at."""
        pages = self.admin_site._registry
        seen = [name for model, name in NAMES.items() if model in pages and pages[model].has_view_permission(request)]
        return super().get_queryset(request).filter(kind__in=seen)

    @admin.display(description=gettext_lazy("record"))
    def shown_record(self, proposal):
        """What it is about, in the language of the clerk."""
        return in_language(proposal.name)

    @admin.display(description=gettext_lazy("kind"))
    def shown_kind(self, proposal):
        """What sort of record it is."""
        return KINDS[proposal.kind].model._meta.verbose_name

    @admin.display(description=gettext_lazy("note back"))
    def shown_decision(self, proposal):
        """What the reviewer told the author."""
        return proposal.decision

    # The page of one

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Show a proposal, and do with it what its buttons say."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        proposal = self.get_object(request, unquote(object_id))
        if proposal is None:
            raise Http404
        if request.method == "POST" and "_look" in request.POST and proposal.life:
            link = make_link_to_proposal(proposal, request.user)
            return HttpResponseRedirect(address("preview_beside", link.token))
        asked = Asked(request, proposal)
        if request.method == "POST" and asked.act and (said := self._done(request, proposal, asked)):
            self.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(request.get_full_path())
        return TemplateResponse(request, "admin/records/proposal.html", self._page(request, proposal, asked))

    def _done(self, request, proposal, asked: "Asked") -> str:
        """What was done, in a sentence; nothing when a form has to be asked again."""
        if not asked.is_valid():
            return ""
        try:
            return asked.do(request.user, rights_on_page(self.admin_site))
        except proposals.Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        except IntegrityError:
            self.message_user(request, TAKEN, messages.ERROR)
        proposal.refresh_from_db()
        return ""

    def _page(self, request, proposal, asked: "Asked") -> dict:
        model = KINDS[proposal.kind].model
        found, today = proposals.from_json(proposal.differences), proposals.today(proposal)
        is_waiting = proposal.state in Proposal.WAITING
        stands_in_the_way = is_waiting and proposals.obstacles(found, today)
        record = model._base_manager.filter(pk=proposal.record).first() if proposal.record else None
        about = Proposal.objects.waiting().filter(kind=proposal.kind, key=proposal.key).exclude(pk=proposal.pk)
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{capfirst(model._meta.verbose_name)}: {proposal.name}",
            "is_popup": IS_POPUP_VAR in request.GET,
            "proposal": proposal,
            "record": record,
            "record_page": page_of(record) if record else "",
            "sections": proposals.sections(found, today, is_waiting=is_waiting),
            "is_waiting": is_waiting,
            "trace": proposals.trace(proposal),
            "is_stale": bool(stands_in_the_way),
            "may_look": proposal.state == Proposal.State.OPEN and proposal.life and not stands_in_the_way,
            "others": about.select_related("proposer"),
            "may_decide": is_waiting and may_publish(request.user),
            "is_mine": is_waiting and proposal.proposer_id == request.user.pk,
            "asked": asked,
        }


class Asked:
    """What the forms below a proposal ask, and what somebody did with them."""

    ACTS = ("accept", "return", "take_back", "renew")

    def __init__(self, request, proposal: Proposal):
        self.proposal = proposal
        self.act = next((act for act in self.ACTS if f"_{act}" in request.POST), None)
        self.seen = request.POST.get("seen", "")
        initial = {name: getattr(proposal, f"note_{column}") for name, column in zip(REASONS, COLUMNS, strict=True)}
        self.reason = ReasonForm(request.POST if self.act == "accept" else None, initial=initial)
        self.note = ReturnForm(request.POST if self.act == "return" else None)

    def is_valid(self) -> bool:
        """Whether the form that was sent says what it must."""
        return all(form.is_valid() for form in (self.reason, self.note) if form.is_bound)

    def do(self, user, rights) -> str:
        """Do it; gives a sentence. Raises Refused."""
        if self.act == "accept":
            proposals.accept(self.proposal, self.seen, because_of(self.reason), user, rights)
            return _("Accepted: what you saw is public now, and stands in the log of changes.")
        if self.act == "return":
            proposals.send_back(self.proposal, self.note.cleaned_data["text"], user)
            return _("Returned to its author.")
        if self.act == "take_back":
            proposals.take_back(self.proposal, user)
            return _("You have taken it back.")
        proposals.renew(self.proposal, user)
        return _("Proposed anew, against what the public reads today.")
