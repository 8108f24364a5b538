"""The table of contents: every public address on one screen. Pages carry a language; data carry none."""

import re

from django.urls import path, register_converter

from records import calendars, feeds, sitemaps
from records.api import changes as log
from records.api import comparing as beside
from records.api import files, lists, searching, tables
from records.api import matrix as numbers
from records.api import versions as as_it_was
from records.lists import LISTS
from records.search.lives import LIVES
from records.views import (
    agreements,
    attachments,
    changes,
    comparing,
    data_pages,
    delegations,
    editions,
    elsewhere,
    home,
    maps,
    matrix,
    previews,
    reference,
    reports,
    search,
    versions,
)
from records.views.files import ENDINGS

RECORDS = [listing for listing in LISTS.values() if listing.record]


class Ending:
    """The ending of an address that asks for a page as a file."""

    regex = "|".join(map(re.escape, ENDINGS))

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class DataEnding(Ending):
    """The ending of an address of data."""

    regex = "json|csv|zip"


register_converter(Ending, "ending")
register_converter(DataEnding, "data_ending")

pages = [
    path("", home.Home.as_view(), name="home"),
    path("about/", home.About.as_view(), name="about"),
    path("data/", data_pages.Data.as_view(), name="data"),
    path("api/", data_pages.Api.as_view(), name="api"),
    path("editions/", editions.EditionList.as_view(), name="editions"),
    path("editions/latest/", editions.latest, name="latest_edition"),
    path("editions/<slug:slug>/", editions.EditionDetail.as_view(), name="edition"),
    path("editions/<slug:slug>/delegations/<slug:sender>/", delegations.DelegationDetail.as_view(), name="delegation"),
    path("matrix/", matrix.Matrix.as_view(), name="matrix"),
    path("map/", maps.HostCities.as_view(), name="map"),
    path("compare/editions/", comparing.EditionComparison.as_view(), name="compare_editions"),
    path("compare/countries/", comparing.CountryComparison.as_view(), name="compare_countries"),
    path("editions/<slug:slug>/statements/<slug:statement>/", delegations.StatementDetail.as_view(), name="statement"),
    path("delegations/", delegations.DelegationList.as_view(), name="delegations"),
    path("statements/", delegations.StatementList.as_view(), name="statements"),
    path("agreements/", agreements.AgreementList.as_view(), name="agreements"),
    path("agreements/<str:reference>/", agreements.AgreementDetail.as_view(), name="agreement"),
    path("countries/", reference.CountryList.as_view(), name="countries"),
    path("countries/<slug:code>/", reference.CountryDetail.as_view(), name="country"),
    path("topics/", reference.TopicList.as_view(), name="topics"),
    path("topics/<slug:slug>/", reference.TopicDetail.as_view(), name="topic"),
    path("people/", reference.PersonList.as_view(), name="people"),
    path("people/<slug:slug>/", reference.PersonDetail.as_view(), name="person"),
    path("organizations/", reference.OrganizationList.as_view(), name="organizations"),
    path("organizations/<slug:slug>/", reference.OrganizationDetail.as_view(), name="organization"),
    path("report/<str:kind>/<path:key>/", reports.ReportPage.as_view(), name="report"),
    path("preview/<str:token>/", previews.preview, name="preview"),
    path("preview/<str:token>/files/<str:name>.<str:ending>", previews.file, name="preview_file"),
    path("preview/<str:token>/beside/", previews.beside, name="preview_beside"),
    path("preview/<str:token>/live/", previews.side, {"is_live": True}, name="preview_live"),
    path("preview/<str:token>/new/", previews.side, {"is_live": False}, name="preview_new"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("opensearch.xml", sitemaps.opensearch, name="opensearch"),
    path("search/", search.Search.as_view(), name="search"),
    path("sources/", reference.SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", reference.SourceDetail.as_view(), name="source"),
]

# Editions and agreements keep every version that was published, each at an address of its own.
for kind, place in (("edition", "editions"), ("agreement", "agreements")):
    pages += [
        path(f"{place}/<str:key>/versions/", versions.VersionList.as_view(kind=kind), name=f"{kind}_versions"),
        path(f"{place}/<str:key>/versions/compare/", versions.Compare.as_view(kind=kind), name=f"{kind}_compare"),
        path(f"{place}/<str:key>/versions/<int:number>/", versions.Version.as_view(kind=kind), name=f"{kind}_version"),
    ]

# The same page as Markdown, and its citation for programs that manage references: another ending of the address.
pages += [
    path(f"{str(page.pattern).removesuffix('/')}.<ending:ending>", page.callback, name=f"{page.name}_file")
    for page in pages
    if str(page.pattern) and getattr(getattr(page.callback, "view_class", None), "is_cited", False)
]

# Feeds have the language of the page they follow: `/en/agreements/?topic=water` is `/en/agreements.atom?topic=water`.
pages += [
    path("changes.atom", feeds.of_log, name="changes_atom"),
    path("search.atom", feeds.of_search, name="search_atom"),
    path("editions.ics", calendars.editions, name="editions_ics"),
    path("editions/<slug:slug>.ics", calendars.edition, name="edition_ics"),
    *(path(f"{name}.atom", feeds.of_list, {"name": name}, name=f"{name}_atom") for name in LISTS),
    *(
        path(f"{listing.name}/<str:key>.atom", feeds.of_record, {"kind": listing.kind}, name=f"{listing.kind}_atom")
        for listing in LISTS.values()
        if listing.kind in LIVES
    ),
    path("editions/<slug:slug>/delegations/<slug:key>.atom", feeds.of_part, {"kind": "delegation"}, "delegation_atom"),
    path("editions/<slug:slug>/statements/<slug:key>.atom", feeds.of_part, {"kind": "statement"}, "statement_atom"),
]

# Data have no language; where they are looked for in one, the way leads to them.
pages += [path("<path:rest>.<data_ending:face>", elsewhere.without_language, name="data_elsewhere")]

# The same answers as the pages, without a language: `/en/agreements/?country=kz` is `/agreements.csv?country=kz`.
data = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("llms.txt", sitemaps.llms, name="llms"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemaps"),
    path("sitemap-<slug:code>-<str:kind>-<int:number>.xml", sitemaps.sitemap, name="sitemap"),
    path("files/<str:token>.<str:ending>", attachments.attachment, name="attachment"),
    path("search.json", searching.search_as_json, name="search_json"),
    path("search.csv", searching.search_as_csv, name="search_csv"),
    path("matrix.json", numbers.matrix_as_json, name="matrix_json"),
    path("matrix.csv", numbers.matrix_as_csv, name="matrix_csv"),
    path("compare/editions.json", beside.editions_as_json, name="compare_editions_json"),
    path("compare/countries.json", beside.countries_as_json, name="compare_countries_json"),
    path("suggest.json", search.suggest, name="suggest"),
    *(path(f"{name}.json", lists.list_as_json, {"name": name}, name=f"{name}_json") for name in LISTS),
    *(path(f"{name}.csv", tables.list_as_csv, {"name": name}, name=f"{name}_csv") for name in LISTS),
    *(path(f"{one.record}.json", lists.record_as_json, {"kind": one.kind}, name=f"{one.kind}_json") for one in RECORDS),
    *(path(f"{one.record}.csv", tables.record_as_csv, {"kind": one.kind}, name=f"{one.kind}_csv") for one in RECORDS),
    *(
        path(
            f"{kind}s/<str:key>/versions/<int:number>.json",
            as_it_was.version_as_json,
            {"kind": kind},
            f"{kind}_version_json",
        )
        for kind in ("edition", "agreement")
    ),
    path("data/datapackage.json", files.datapackage, name="datapackage"),
    path("data/forum.schema.json", files.schema, name="forum_schema"),
    path("data/forum.json", files.forum, name="forum_json"),
    path("data/forum.zip", files.archive, name="forum_zip"),
    path("api/openapi.json", files.openapi, name="openapi"),
    path("changes.json", log.changes_as_json, name="changes_json"),
    path("changes.csv", log.changes_as_csv, name="changes_csv"),
]
