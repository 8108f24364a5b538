"""The same list as a careful textbook would make it: Django, django-filter, one GROUP BY for each facet."""

import django_filters
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.template import engines

from records.models import Agreement

# ruff: noqa: E501
TEMPLATE = """<!doctype html><html lang="en"><title>Agreements</title><body><h1>{{ page.paginator.count }} agreements</h1>
{% for name, rows in facets %}<fieldset><legend>{{ name }}</legend>{% for value, count in rows %}<label>
<input type="checkbox" name="{{ name }}" value="{{ value }}"> {{ value }} {{ count }}</label>{% endfor %}</fieldset>{% endfor %}
<ol>{% for agreement in page %}<li><h2>{{ agreement.reference }} {{ agreement.title_en }}</h2><p>{{ agreement.text_en }}</p>
<p>{{ agreement.edition.name_en }}</p><p>{% for party in agreement.parties.all %}{{ party.country.name_en }} {% endfor %}</p>
<p>{% for topic in agreement.topics.all %}{{ topic.name_en }} {% endfor %}</p>
<p>{% for citation in agreement.citations.all %}{{ citation.source.title_en }} {% endfor %}</p></li>{% endfor %}</ol></body></html>"""
FACETS = {
    "country": "parties__country__code",
    "topic": "topics__slug",
    "edition": "edition__slug",
    "year": "edition__start_on__year",
    "kind": "kind",
}


class AgreementFilter(django_filters.FilterSet):
    """The usual filters."""

    country = django_filters.CharFilter(field_name="parties__country__code", lookup_expr="iexact")
    topic = django_filters.CharFilter(field_name="topics__slug")
    q = django_filters.CharFilter(method="by_words")

    class Meta:
        model = Agreement
        fields = ("kind",)

    def by_words(self, queryset, name, value):
        """Each word in the title or the text."""
        for word in value.split():
            queryset = queryset.filter(Q(title_en__icontains=word) | Q(text_en__icontains=word))
        return queryset


def agreements(request):
    """The list with its facets, each counted under all the other choices, as ours are: one GROUP BY for each."""
    records = Agreement.objects.published()
    found = AgreementFilter(request.GET, records).qs.distinct()
    facets = [(name, counted(request.GET, name, path, records)) for name, path in FACETS.items()]
    rows = found.select_related("edition").prefetch_related("topics", "parties__country", "citations__source")
    page = Paginator(rows.order_by("-edition__number", "-number"), 25).get_page(request.GET.get("page"))
    template = engines["django"].from_string(TEMPLATE)
    return HttpResponse(template.render({"page": page, "facets": facets}, request))


def counted(asked, name: str, path: str, records):
    """How many records each value of a choice would leave."""
    others = {key: value for key, value in asked.items() if key != name}
    found = AgreementFilter(others, records).qs.distinct()
    return found.order_by().values_list(path).annotate(count=Count("pk", distinct=True)).order_by("-count")
