"""Two people on one page: the second to save is told who saved what meanwhile, sees both, and decides.

Each form carries the last state of its record that had been kept when the page was opened. It is compared inside the
door, where writers take turns: nobody can save between the comparison and the writing (docs/decisions/0006).
"""

import re
from dataclasses import dataclass, field

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from records.editing.comparing import Section, compare
from records.editing.contents import FILES, WITH_HISTORY, node_of, parts_of, roots_of
from records.editing.history import history_of, model_of, root_of
from records.editing.names import Called
from records.exchange.kinds import NAMES
from records.models.history import Act, KeptState
from records.search.index import current_door

from .boxes import Boxes, as_sent, set_sent
from .meanwhile import Clash, Meanwhile, SentRows, clash_of

# What a page carries: the last state when it was opened; on a page that asks, also the state from which it tells;
# the boxes that clash, and for each what is stored and what was decided.
SEEN, SINCE, CLASH, STORED, DECIDED = "_seen", "_since", "_clash", "_stored:", "_decided:"


class TextKept(PermissionDenied):
    """Nothing can be saved here, and why; what was written is shown to whoever wrote it."""


@dataclass
class Meeting:
    """What a page tells of those who saved the same record meanwhile, and what it asks."""

    states: list[KeptState]
    sections: list[Section]
    clashes: list[Clash]
    since: int
    sentences: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """Who it was, and what that means for whoever comes second."""
        names = dict.fromkeys(state.act.author_name or _("The site itself") for state in self.states)
        sentence = _(
            "%(names)s saved this record while you were writing. Nothing of yours is lost, and nothing is saved yet: "
            "look at what has changed, then save again."
        )
        return sentence % {"names": ", ".join(names) or _("Somebody")}


class TwoAtOnce:
    """Pages on which nobody's words are lost."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        number = object_id and unquote(object_id)
        request.seen = self._last_state(number)  # before the record is read
        if request.method == "POST" and number and current_door():
            record = self.get_object(request, number)
            if record:
                self.leave_out_removed(request, record)
                self._look_back(request, record)
            elif last := self._deleted(number):
                return self._ask_to_add_anew(request, last, extra_context)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def leave_out_removed(self, request, record):
        """What was sent of files that are gone; pages with files put their own in this place."""

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        form.stopped_by = getattr(request, "stopped_by", "")
        return form

    def render_change_form(self, request, context, *args, **options):
        context |= {"seen": request.seen, "meeting": getattr(request, "meeting", None)}
        return super().render_change_form(request, context, *args, **options)

    def _last_state(self, number: str | None) -> int:
        """The number of the last kept state; 0 when there is none yet."""
        for model, numbers in roots_of(self.model, {_number(number)} - {0}).items():
            for root in numbers:
                return KeptState.objects.of(NAMES[model], root).values_list("pk", flat=True).first() or 0
        return 0

    # Saved by somebody else

    def _look_back(self, request, record):
        """Stop the form when somebody has changed what stands on its page, or when something is undecided."""
        seen, root = _number(request.POST.get(SEEN)), root_of(record)
        if undecided := self._decide(request, record):
            request.seen = seen
            self._stop(request, Meanwhile(request.POST, undecided), *_between(root, _number(request.POST.get(SINCE))))
        elif seen != request.seen:
            base, last = _between(root, seen)
            meanwhile = self._merge(request, record, base, last)
            if meanwhile and meanwhile.is_met:
                self._stop(request, meanwhile, base, last)

    def _merge(self, request, record, base: KeptState, last: KeptState) -> Meanwhile | None:
        """What was sent, with what others have written since; nothing when the record was not there before."""
        model = model_of(last)
        was, now = (node_of(model, state.content, self.model, record.pk) for state in (base, last))
        if not (was and now):
            return None
        meanwhile = Meanwhile(request.POST.copy(), is_met=was.get("life") != now.get("life"))
        boxes = Boxes(self.model, self.get_form(request, record, change=True).base_fields)
        meanwhile.clashes += meanwhile.merge(boxes, was, now)
        called = Called(model, base.content, last.content)
        for name, formset in self._row_sets(request, record):
            if f"{name}-TOTAL_FORMS" in request.POST:
                rows = SentRows(formset, record, called)
                rows.merge_into(meanwhile, was["parts"].get(name, []), now["parts"].get(name, []))
        return meanwhile

    def _row_sets(self, request, record=None):
        """The kinds of row on the page of a record that belong to its history, by their names."""
        sets = ((one.get_default_prefix(), one) for one, _rows in self.get_formsets_with_inlines(request, record))
        # Files are sent beside the form and cannot be put into other rows; nobody's is lost when two add some.
        return [(name, formset) for name, formset in sets if name in parts_of(self.model) and name != FILES]

    def _decide(self, request, record) -> list[Clash]:
        """Put what is stored in the place of what was sent, wherever that was decided; gives what is not."""
        names = request.POST.getlist(CLASH)
        boxes = self._boxes_by_name(request, record) if names else {}
        request.POST = data = request.POST.copy()
        undecided = []
        for name in names:
            stored, decided, box = data.getlist(STORED + name), data.get(DECIDED + name), boxes.get(_plain(name))
            if decided == "stored":
                set_sent(data, name, stored)
            elif box and decided != "mine" and data.getlist(name) != stored:
                undecided.append(clash_of(name, box, stored, data))
        return undecided

    def _boxes_by_name(self, request, record) -> dict:
        own = self.get_form(request, record, change=True).base_fields
        rows = {
            f"{prefix}--{name}": box
            for prefix, formset in self._row_sets(request, record)
            for name, box in formset.form.base_fields.items()
        }
        return own | rows

    def _stop(self, request, meanwhile: Meanwhile, base: KeptState, last: KeptState):
        """Show the form again with everything in it, and tell what has happened."""
        model = model_of(last)
        states = KeptState.objects.of(last.kind, last.record).filter(pk__gt=base.pk).exclude(act__what=Act.What.FOUND)
        sections = compare(model, base.content, last.content)
        request.meeting = Meeting(list(states), sections, meanwhile.clashes, base.pk, meanwhile.sentences)
        request.POST = meanwhile.data
        request.stopped_by = request.meeting.sentence

    # Deleted by somebody else

    def _deleted(self, number: str) -> KeptState | None:
        """The state that says that a record was deleted; for a part of another record there is none of its own."""
        last = KeptState.objects.of(NAMES[self.model], _number(number)).first()
        if self.model not in WITH_HISTORY:
            raise TextKept(_("This was removed by somebody while you were writing, so it cannot be saved."))
        return last if last and last.deed == KeptState.Deed.DELETED else None

    def _ask_to_add_anew(self, request, last: KeptState, extra_context):
        """The page for a new record, with everything in it that was written for the one that is gone."""
        name = f"admin:records_{self.opts.model_name}"
        told = {"name": last.name, "who": last.act.author_name or _("the site itself")}
        if not self.has_add_permission(request):
            raise TextKept(_("“%(name)s” was deleted by %(who)s while you were writing, so it cannot be saved.") % told)
        sentence = _(
            "“{name}” was deleted by {who} while you were writing. What you wrote is still here: save it as a new "
            "record, or {recover} and copy from here."
        )
        link = format_html('<a href="{}">{}</a>', reverse(f"{name}_recover", args=[last.pk]), _("recover the old one"))
        request.stopped_by = format_html(sentence, recover=link, **told)
        request.POST = self._as_new(request, last.before())
        return super().changeform_view(request, None, reverse(f"{name}_add"), extra_context)

    def _as_new(self, request, before: KeptState):
        """What was sent, as it would be sent for a new record; what its page only showed is filled in."""
        data = request.POST.copy()
        boxes = Boxes(self.model, self.get_form(request).base_fields)
        for name, value in boxes.values(before.content).items():
            if name not in data and not isinstance(value, bool):
                set_sent(data, name, as_sent(boxes.fields[name], value))
        for formset, _rows in self.get_formsets_with_inlines(request):
            _as_new_rows(data, formset.get_default_prefix(), formset.fk.name, formset.model in NAMES)
        return data


def _as_new_rows(data, prefix: str, owner: str, may_be_kept: bool):
    """Rows as they would be sent for a new record; an upload cannot be sent again by a page."""
    data[f"{prefix}-INITIAL_FORMS"] = "0"
    if not may_be_kept:
        data[f"{prefix}-TOTAL_FORMS"] = "0"
    for name in [name for name in data if re.fullmatch(rf"{re.escape(prefix)}-\d+-(id|{owner})", name)]:
        data.pop(name)


def _between(root, seen: int) -> tuple[KeptState, KeptState]:
    """The state that a page was opened on, or the first there is, and the last one."""
    states = history_of(root).filter(content__isnull=False)
    return states.filter(pk=seen).first() or states.last(), states.first()


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 19 else 0


def _plain(name: str) -> str:
    """The name of a box without the number of its row."""
    return re.sub(r"-\d+-", "--", name)
