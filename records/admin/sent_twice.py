"""A form that is sent twice, by a double click or because the answer got lost, counts once."""

from hashlib import sha256

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from records.editing.history import comes_from_form
from records.exchange.kinds import NAMES
from records.models.history import Act, KeptState
from records.search.index import current_door

# Carries what tells a form from every other, the same page opened again included.
FORM = "_form"


class SentTwice:
    """Pages whose forms know what tells them apart."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method == "POST" and (door := current_door()):
            form = digest_of(request)
            if form and (act := Act.objects.filter(form=form).first()):
                return self._lead_on(request, object_id and unquote(object_id), act)
            comes_from_form(door, form)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **options):
        context["form_key"] = get_random_string(20)
        return super().render_change_form(request, context, *args, **options)

    def _lead_on(self, request, number: str | None, act: Act):
        """To where the form led when it came for the first time."""
        record = self.get_object(request, number) if number else self._made_by(request, act)
        if record is None:
            return HttpResponseRedirect(reverse(f"admin:records_{self.opts.model_name}_changelist"))
        answer = self.response_change(request, record) if number else self.response_add(request, record)
        for _message in messages.get_messages(request):
            pass  # it has been said once
        sentence = _("“%(name)s” is saved. The form was sent twice; it counts once.")
        self.message_user(request, sentence % {"name": record}, messages.SUCCESS)
        return answer

    def _made_by(self, request, act: Act):
        made = act.states.filter(kind=NAMES[self.model], deed=KeptState.Deed.ADDED).first()
        return made and self.get_object(request, str(made.record))


def digest_of(request) -> str:
    """What tells a sent form from every other: who sent what from which page; empty when it does not say."""
    if not request.POST.get(FORM):
        return ""
    sent = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return sha256(repr((request.user.pk, request.path, sent)).encode()).hexdigest()
