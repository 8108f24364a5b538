"""The map of host cities."""

from records import charts
from records.models import Place
from records.search.vocabulary import vocabulary

from .page import Page


class HostCities(Page):
    """Where the editions met, as points and as a table; cities and editions without a known place are named."""

    section = "map"
    template_name = "records/map.html"

    def get_context_data(self, **context):
        """The cities, the chart of those whose coordinates are known, and the editions of no known place."""
        places = list(Place.objects.published().of_editions())
        cities, known = charts.cities(places), {place.edition_id for place in places}
        return super().get_context_data(
            cities=cities,
            chart=charts.chart([*cities, *charts.capitals(vocabulary().countries, cities)]) if cities else None,
            source=charts.coordinates_source(),
            without_place=[edition for edition in vocabulary().editions[::-1] if edition.pk not in known],
            **context,
        )
