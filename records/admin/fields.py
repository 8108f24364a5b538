"""How the columns of a record become fields: texts side by side, records chosen by typing, a list of words."""

from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.db.models import ForeignKey, JSONField, ManyToManyField, TextField
from django.utils.html import format_html
from django.utils.text import capfirst

from records.models.languages import COLUMNS, TAGS, Text, translated_names

from .forms import ChooseOne, ChooseSeveral, LongTextField, WordsField


def in_language(text) -> str:
    """A text marked with its language when that is not the visitor's."""
    is_foreign = isinstance(text, Text) and text.is_fallback
    return format_html('<span lang="{}">{}</span>', text.tag, text) if is_foreign else text


class Fields:
    """How the columns of a record become fields of a form, on a page and in the rows of another page."""

    # Keys that the names of the records on this page are made of; they are loaded along.
    named_with: tuple[str, ...] = ()
    formfield_overrides = {TextField: {"form_class": LongTextField, "widget": AdminTextareaWidget}}

    def get_fieldsets(self, request, obj=None):
        """Where a text in three languages is named, its three columns stand side by side."""
        texts = {name: tuple(f"{name}_{column}" for column in COLUMNS) for name in translated_names(self.model)}
        return [
            (title, {**options, "fields": [texts.get(name, name) for name in options["fields"]]})
            for title, options in super().get_fieldsets(request, obj)
        ]

    def get_queryset(self, request):
        return self._with_names(super().get_queryset(request))

    def _with_names(self, queryset):
        # Without arguments Django would load every key there is.
        return queryset.select_related(*self.named_with) if self.named_with else queryset

    def get_autocomplete_fields(self, request):
        """Nobody scrolls through a menu of a thousand people: every choice of a record is typed."""
        fields = [*self.model._meta.fields, *self.model._meta.many_to_many]
        return [field.name for field in fields if isinstance(field, (ForeignKey, ManyToManyField))]

    def get_field_queryset(self, db, db_field, request):
        ordered = super().get_field_queryset(db, db_field, request)
        queryset = db_field.related_model._default_manager.all() if ordered is None else ordered
        chosen = self.admin_site._registry.get(db_field.related_model)
        return chosen._with_names(queryset) if isinstance(chosen, Fields) else queryset

    def formfield_for_foreignkey(self, db_field, request, **options):
        options.setdefault("widget", ChooseOne(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field, request, **options):
        options.setdefault("widget", ChooseSeveral(db_field, self.admin_site, using=options.get("using")))
        return super().formfield_for_manytomany(db_field, request, **options)

    def formfield_for_dbfield(self, db_field, request, **options):
        if isinstance(db_field, JSONField):
            label, is_needed = capfirst(db_field.verbose_name), not db_field.blank
            field = WordsField(label=label, required=is_needed, help_text=db_field.help_text)
        else:
            field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        if isinstance(db_field, TextField):
            field.widget.attrs["rows"] = 4
        if column := getattr(db_field, "translation_column", None):
            field.widget.attrs["lang"] = TAGS[column]
        return field
