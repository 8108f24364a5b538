"""Where staff write reference data: countries, topics, organisations, people."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.models import Country, Organization, Person, Topic
from records.models.reference import NAME_LANGUAGES

from .fields import in_language
from .merging import Merging
from .pages import ByNameAdmin


@admin.register(Country)
class CountryAdmin(ByNameAdmin):
    """Countries: the code is enough, the names are filled in from it."""

    fields = ["code", "name", tuple(f"name_{language}" for language in NAME_LANGUAGES[3:])]
    list_display = ["shown_name", "code", "name_en", "name_ru", "name_zh"]

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *(("code",) if obj else ()))


@admin.register(Topic)
class TopicAdmin(Merging, ByNameAdmin):
    """Topics, each placed below a broader one."""

    fields = ["name", "slug", "broader", "scope", "search_words"]
    list_display = ["shown_name", "shown_broader", "slug"]
    list_filter = [("broader", admin.RelatedOnlyFieldListFilter)]
    named_with = ("broader",)
    prepopulated_fields = {"slug": ["name_en"]}
    lasting = ("slug",)

    def get_fieldsets(self, request, obj=None):
        """The search words are three columns as the texts are."""
        (title, options), *rest = super().get_fieldsets(request, obj)
        words = tuple(f"search_words_{column}" for column in ("en", "ru", "zh"))
        fields = [words if name == "search_words" else name for name in options["fields"]]
        return [(title, {**options, "fields": fields}), *rest]

    @admin.display(description=_("broader topic"))
    def shown_broader(self, topic):
        """The topic above it."""
        return in_language(topic.broader.name) if topic.broader else None


@admin.register(Organization)
class OrganizationAdmin(Merging, ByNameAdmin):
    """Organisations, each of a country or of none."""

    fields = ["name", "slug", ("kind", "country"), "name_variants"]
    list_display = ["shown_name", "kind", "country", "shown_public"]
    list_filter = ["kind", "country", "is_public"]
    named_with = ("country",)
    prepopulated_fields = {"slug": ["name_en"]}
    lasting = ("slug",)


@admin.register(Person)
class PersonAdmin(Merging, ByNameAdmin):
    """People, with their names in each script."""

    fields = ["name", "slug", "name_variants", "note"]
    list_display = ["shown_name", "name_en", "name_ru", "name_zh", "shown_public"]
    list_filter = ["is_public"]
    prepopulated_fields = {"slug": ["name_en"]}
    lasting = ("slug",)
