"""The versions of a record that were published: a list, each as it was, and what differs between two."""

from django import forms
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from records.citations import cited_version
from records.editing.differences import differences
from records.editing.whereabouts import Moved, look_for_versions, tombstone, version_that_stood_at
from records.filters import given_several, one_value_only
from records.models import Change, PublicVersion
from records.models.editorial import page_address, version_address
from records.models.languages import Text, address
from records.telling.changes import tell_differences
from records.telling.objects import heading, names_others, read

from .errors import NothingHere
from .page import JSON, Page
from .signposts import ABOUT, Signpost, signposts


class VersionPage(Page):
    """A page about the versions of one record; `kind` is given by its address."""

    kind = ""

    def setup(self, request, *args, key, **kwargs):
        """Take the record from the address, in small letters as all identifiers are."""
        super().setup(request, *args, key=key, **kwargs)
        self.key = key.lower()

    @property
    def section(self) -> str:
        """Where the record belongs in the contents."""
        return f"{self.kind}s"

    def versions(self):
        """Every version, the newest first; 404, or where they have moved to, when there is none."""
        found = list(PublicVersion.objects.of(self.kind, self.key).for_listing())
        if not found:
            self.nothing()
        return found

    def version(self, number: int) -> PublicVersion:
        """One version with what it says."""
        found = PublicVersion.objects.of(self.kind, self.key).filter(number=number).first()
        return found or self.nothing(number)

    def nothing(self, *number: int):
        """Say that nothing is at this address, or where it is now."""
        look_for_versions(self.kind, self.key, *number)
        raise Http404(_("The record has nothing at this address."))

    def get_context_data(self, **context):
        """What all of these pages say: which record, whether it is gone. They are not for search engines."""
        context.pop("key")
        context = super().get_context_data(
            kind=self.kind,
            key=self.key,
            record_page=page_address(self.kind, self.key),
            gone=tombstone(self.kind, self.key),
            **context,
        )
        return context | {"is_indexed": False}


class VersionList(VersionPage):
    """Every version of a record, and two of them to be compared."""

    template_name = "records/version_list.html"

    def get_context_data(self, **context):
        """The versions, each with the change that brought it."""
        versions = self.versions()
        brought = {change.after_id: change for change in Change.objects.filter(after__in=[v.pk for v in versions])}
        rows = [(version, brought.get(version.pk)) for version in versions]
        return super().get_context_data(rows=rows, title=_title(rows), **context)


def _title(rows):
    """What the record was last called."""
    return next((change.name for _version, change in rows if change), "")


class Version(VersionPage):
    """One version as it was, with what has changed since."""

    template_name = "records/version_detail.html"
    is_cited = True
    faces = (JSON,)

    def cited(self, context):
        """This version, at the address that lasts."""
        title, reference = context["heading"], f"{self.key} " if self.kind == "agreement" else ""
        title = Text(f"{reference}{title}", title.column, title.is_fallback)
        return cited_version(title, context["version"], context["forum"])

    def signposts(self, about, context) -> list[Signpost]:
        """As from the page of the record; and to the record as it is now, and to its other versions (RFC 5829)."""
        found = signposts(about, address("about"), address(self.section), ABOUT)
        others = version_address(self.kind, self.key)
        return [*found, Signpost(context["record_page"], "latest-version"), Signpost(others, "version-history")]

    def get_context_data(self, *, number, **context):
        """The version in words, and which fields say something else today."""
        version = self.version(number)
        newest = PublicVersion.objects.of(self.kind, self.key).first()
        found = differences(version.content, newest.content) if newest != version else []
        told, facts = read(self.kind, version.content, version.published_at)
        return super().get_context_data(
            version=version,
            newest=newest,
            brought_by=Change.objects.filter(after=version).first(),
            since=_fields(tell_differences(self.kind, version.content, newest.content, found)),
            heading=heading(self.kind, version.content),
            texts=told,
            facts=facts,
            names_others=names_others(version.content),
            **context,
        )


def _fields(told) -> list[str]:
    return list(dict.fromkeys(one.where for one in told))


class Pair(forms.Form):
    """Which two versions are compared."""

    NUMBER = {
        "required": gettext_lazy("Choose two versions."),
        **dict.fromkeys(("invalid", "min_value", "max_value"), gettext_lazy("A version is a whole number from 1.")),
    }
    before = forms.IntegerField(label=gettext_lazy("Before"), min_value=1, max_value=10**9, error_messages=NUMBER)
    after = forms.IntegerField(label=gettext_lazy("After"), min_value=1, max_value=10**9, error_messages=NUMBER)

    def problems(self) -> list[str]:
        """What is wrong, in sentences."""
        if several := given_several(self.data, *self.fields):
            return [one_value_only(self.fields[name].label) for name in several]
        return [f"{self.fields[name].label}: {error}" for name, errors in self.errors.items() for error in errors]


class Compare(VersionPage):
    """What differs between two versions, words marked; status 400 when two were not named."""

    template_name = "records/version_compare.html"

    def get(self, request, *args, **kwargs):
        """The page."""
        self.pair = Pair(request.GET)
        self.problems = self.pair.problems()
        status = 400 if self.problems else 200
        return self.render_to_response(self.get_context_data(**kwargs), status=status)

    def get_context_data(self, **context):
        """The differences in words."""
        if self.problems:
            self.versions()
            problems = self.problems
            return super().get_context_data(title="", problems=problems, before=None, after=None, told=[], **context)
        before, after = self.both()
        found = differences(before.content, after.content)
        told = tell_differences(self.kind, before.content, after.content, found)
        title = heading(self.kind, after.content)
        return super().get_context_data(title=title, problems=[], before=before, after=after, told=told, **context)

    def both(self) -> list[PublicVersion]:
        """The two versions; Moved where the record that they are of is at another address now."""
        numbers = [self.pair.cleaned_data[name] for name in ("before", "after")]
        found = [version_that_stood_at(self.kind, self.key, number) for number in numbers]
        if None in found:
            raise Http404(_("The record has nothing at this address."))
        keys = {version.key for version in found}
        if len(keys) > 1:
            raise NothingHere(
                _("These two versions are of different records, of which one was at this address before.")
            )
        if keys != {self.key}:
            before, after = (version.number for version in found)
            raise Moved(f"{version_address(self.kind, *keys)}compare/?before={before}&after={after}")
        return found
