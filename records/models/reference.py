"""Reference data: the countries, topics, organisations and people that the record speaks of."""

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator, RegexValidator
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .languages import COLUMNS, FoldedText, SortKey, Translated, address, every_text, sort_key
from .publication import Named, NamedQuerySet, Record, RecordQuerySet

COUNTRY_NAMES = Path(__file__).parent.parent / "data" / "countries.json"
NAME_LANGUAGES = ("en", "ru", "zh", "kk", "ky", "tg", "tk", "uz")

slug_validator = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z", _("Use small Latin letters, digits and single hyphens: “digital-economy”.")
)


def slug_field(**options):
    """The lasting part of an address; it is cited, so it is never changed after publication."""
    return models.SlugField(
        _("identifier"),
        max_length=80,
        unique=True,
        validators=[slug_validator, *options.pop("validators", [])],
        help_text=_("Part of the address, cited by readers: it must not change. Small Latin letters and hyphens."),
        **options,
    )


def words_field(label, help_text="", language=""):
    """A short list of words or names, of one language or of any; the database keeps it as JSON."""
    field = models.JSONField(label, default=list, blank=True, help_text=help_text, validators=[validate_words])
    if language:
        field.translation_column = language
    return field


def validate_words(value):
    """Refuse anything but a list of texts that say something."""
    if not isinstance(value, list) or not all(isinstance(word, str) and word.strip() for word in value):
        raise ValidationError(_("This is a list of words or names, one on each line."), code="words")


@lru_cache(maxsize=1)
def country_names() -> dict[str, dict[str, str]]:
    """Names of every country by ISO 3166-1 alpha-2 code and language, from the Unicode CLDR (made by a build step)."""
    return json.loads(COUNTRY_NAMES.read_text(encoding="utf-8"))["names"]


class CountryQuerySet(RecordQuerySet):
    """Countries are public as soon as the record speaks of them."""

    def by_name(self):
        """In the alphabetical order of the visitor's language."""
        return self.order_by(sort_key(), "pk")


class Country(Record):
    """A country, known by its ISO 3166-1 alpha-2 code, with its names from the Unicode CLDR."""

    code = models.CharField(
        _("code"), max_length=2, unique=True, help_text=_("ISO 3166-1 alpha-2: KZ. The names are filled in from it.")
    )
    name = Translated(models.CharField, _("name"), max_length=100)
    name_kk = models.CharField(_("name (Kazakh)"), max_length=100, blank=True)
    name_ky = models.CharField(_("name (Kyrgyz)"), max_length=100, blank=True)
    name_tg = models.CharField(_("name (Tajik)"), max_length=100, blank=True)
    name_tk = models.CharField(_("name (Turkmen)"), max_length=100, blank=True)
    name_uz = models.CharField(_("name (Uzbek)"), max_length=100, blank=True)
    sort_en = SortKey(language="en")
    sort_ru = SortKey(language="ru")
    folded = FoldedText(of=["code", *(f"name_{language}" for language in NAME_LANGUAGES)])
    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["sort_en"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{2}$"),
                name="country_code_is_two_capitals",
                violation_error_message=_("A country code is two capital letters: KZ."),
            ),
        ]

    def __str__(self):
        return self.name or self.code

    def clean(self):
        """Refuse a code that ISO 3166-1 does not have."""
        if self.code not in country_names():
            raise ValidationError({"code": _("ISO 3166-1 has no country with this code.")})

    def save(self, *args, **options):
        """Fill empty names from the Unicode CLDR."""
        for language, name in country_names().get(self.code, {}).items():
            setattr(self, f"name_{language}", getattr(self, f"name_{language}") or name)
        super().save(*args, **options)

    @property
    def slug(self) -> str:
        """The code as addresses write it."""
        return self.code.lower()

    def spellings(self) -> list[str]:
        """Every name by which it is found."""
        return [getattr(self, f"name_{language}") for language in NAME_LANGUAGES]

    def get_absolute_url(self) -> str:
        return address("country", self.slug)


class Topic(Record):
    """A subject, placed in a tree; asking for a topic asks for its narrower ones too."""

    slug = slug_field()
    name = Translated(models.CharField, _("name"), required=True, max_length=200)
    scope = Translated(models.TextField, _("scope"), help_text=_("What the topic covers, in one sentence."))
    broader = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("broader topic"), related_name="narrower", null=True, blank=True
    )
    search_words_en = words_field(
        _("search words (English)"), _("Other words for the same thing, one on each line."), language="en"
    )
    search_words_ru = words_field(_("search words (Russian)"), language="ru")
    search_words_zh = words_field(_("search words (Chinese)"), language="zh")
    sort_en = SortKey(language="en")
    sort_ru = SortKey(language="ru")
    folded = FoldedText(of=["slug", "name", "search_words_en", "search_words_ru", "search_words_zh"])
    objects = CountryQuerySet.as_manager()

    class Meta:
        ordering = ["sort_en"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [
            models.CheckConstraint(
                condition=Q(broader__isnull=True) | ~Q(broader=F("pk")),
                name="topic_not_its_own_broader",
                violation_error_message=_("A topic cannot be its own broader topic."),
            ),
        ]

    def __str__(self):
        return self.name

    def clean(self):
        """Refuse a loop of broader topics; the database can only see the shortest one."""
        seen, above = {self.pk}, self.broader
        while above:
            if above.pk in seen:
                raise ValidationError({"broader": _("This would make the topic broader than itself.")})
            seen.add(above.pk)
            above = above.broader

    def spellings(self) -> list[str]:
        """Every name and search word by which it is found, the visitor's language first, and its scope."""
        words = [word for language in COLUMNS for word in getattr(self, f"search_words_{language}")]
        return [*every_text(self, "name", "scope"), *words]

    def get_absolute_url(self) -> str:
        return address("topic", self.slug)


class OrganizationQuerySet(NamedQuerySet):
    """Organisations, in the words of the pages that show them."""

    by_name = CountryQuerySet.by_name

    def for_listing(self):
        """With their countries."""
        return self.select_related("country")


class PersonQuerySet(NamedQuerySet):
    """People, in the words of the pages that show them."""

    by_name = CountryQuerySet.by_name

    def for_listing(self):
        """With the offices they came in."""
        return self.prefetch_related(
            Prefetch("delegations_headed", self.related("delegations_headed").for_listing().newest_first()),
            Prefetch("memberships", self.related("memberships").with_delegations()),
        )


class Office(NamedTuple):
    """An office that somebody held at one edition, as reported of a delegation."""

    delegation: models.Model
    title: str
    is_head: bool


class Organization(Named):
    """A committee, government body, company or other organisation."""

    class Kind(models.TextChoices):
        """What sort of organisation it is."""

        COMMITTEE = "committee", _("committee")
        INTERNATIONAL = "international_organization", _("international organisation")
        GOVERNMENT = "government_body", _("national government body")
        LOCAL_GOVERNMENT = "local_government", _("local government")
        ASSOCIATION = "association", _("association")
        FUND = "fund", _("fund")
        RESEARCH = "research_institute", _("research institute")
        COMPANY = "company", _("company")

    slug = slug_field(validators=[MinLengthValidator(3)])
    name = Translated(models.CharField, _("name"), required=True, max_length=300)
    name_variants = words_field(_("other spellings"), _("As reports write it, any language, one on each line."))
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    country = models.ForeignKey(
        Country, models.PROTECT, verbose_name=_("country"), related_name="organizations", null=True, blank=True
    )
    sort_en = SortKey(language="en")
    sort_ru = SortKey(language="ru")
    folded = FoldedText(of=["slug", "name", "name_variants"])
    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["sort_en"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self):
        return self.name

    def spellings(self) -> list[str]:
        """Every name by which it is found."""
        return [*every_text(self, "name"), *self.name_variants]

    def get_absolute_url(self) -> str:
        return address("organization", self.slug)


class Person(Named):
    """Somebody the reports name; the offices they held stand where they were reported."""

    slug = slug_field()
    name = Translated(models.CharField, pgettext_lazy("of a person", "name"), required=True, max_length=200)
    name_variants = words_field(_("other spellings"), _("As reports write it, any language, one on each line."))
    note = Translated(models.TextField, _("note"), help_text=_("What is uncertain about the name."))
    sort_en = SortKey(language="en")
    sort_ru = SortKey(language="ru")
    folded = FoldedText(of=["slug", "name", "name_variants"])
    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["sort_en"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self):
        return self.name

    def offices(self) -> list[Office]:
        """Every office the public record gives them, the newest first; needs what `for_listing` loads."""
        held = [Office(d, d.head_title, True) for d in self.delegations_headed.all()]
        held += [Office(m.delegation, m.title, False) for m in self.memberships.all()]
        return sorted(held, key=lambda office: (office.delegation.edition.number, office.delegation.pk), reverse=True)

    def spellings(self) -> list[str]:
        """Every name by which it is found."""
        return [*every_text(self, "name"), *self.name_variants]

    def get_absolute_url(self) -> str:
        return address("person", self.slug)
