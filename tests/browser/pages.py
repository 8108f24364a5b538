"""The pages that a browser looks at: for each public template the addresses where it has something to say."""

from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
LANGUAGES = ("en", "ru", "zh-hans")

# Without the language in front; the words say what is particular about the page.
PAGES = {
    "records/home.html": [""],
    "records/about.html": ["about/"],
    "records/data.html": ["data/"],
    "records/api.html": ["api/"],
    "records/edition_list.html": ["editions/", "editions/?format=online&country=uz"],
    "records/edition_detail.html": [
        "editions/9/",  # sources disagree about dates and a name
        "editions/2/",  # known by its number only
        "editions/11/",  # the longest
    ],
    "records/matrix.html": ["matrix/", "matrix/?page=9"],  # the second is past the end
    "records/map.html": ["map/"],
    "records/edition_comparison.html": [
        "compare/editions/",
        "compare/editions/?a=11&b=12",
        "compare/editions/?a=2&b=3",  # little is known of either
        "compare/editions/?a=9&b=9",  # a senseless choice
    ],
    "records/country_comparison.html": ["compare/countries/?a=kz&b=az"],
    "records/delegation_list.html": ["delegations/", "delegations/?page=2", "delegations/?country=uz&country=kg"],
    "records/delegation_detail.html": [
        "editions/9/delegations/cn/",
        "editions/9/delegations/tj/",  # nobody senior is named
        "editions/9/delegations/sco/",  # an organisation
    ],
    "records/statement_list.html": ["statements/", "statements/?topic=culture"],
    "records/statement_detail.html": ["editions/12/statements/shen-yueyue/"],
    "records/agreement_list.html": [
        "agreements/",
        "agreements/?page=2",
        "agreements/?country=kz&topic=digital-economy&sort=oldest",
        "agreements/?country=XX",  # a senseless question
        "agreements/?q=xylophone",  # an empty answer
        "agreements/?page=99",  # past the end
    ],
    "records/agreement_detail.html": [
        "agreements/11.7/",  # rival sums
        "agreements/5.1/",
        "agreements/9.2/",  # parties by participation only
    ],
    "records/country_list.html": ["countries/"],
    "records/country_detail.html": ["countries/kz/"],
    "records/topic_list.html": ["topics/"],
    "records/topic_detail.html": ["topics/digital-economy/", "topics/economy/"],
    "records/person_list.html": ["people/"],
    "records/person_detail.html": ["people/cui-li/", "people/shen-yueyue/"],
    "records/organization_list.html": ["organizations/"],
    "records/organization_detail.html": ["organizations/sco/"],
    "records/source_list.html": ["sources/", "sources/?page=3"],
    "records/source_detail.html": ["sources/nca-en-2022-07-14/"],
    "records/change_list.html": ["changes/", "changes/?act=added&of=agreement&topic=water", "changes/?record=2.1"],
    "records/version_list.html": ["agreements/9.2/versions/", "editions/9/versions/"],
    "records/version_detail.html": ["agreements/11.7/versions/1/", "editions/9/versions/1/"],
    "records/version_compare.html": [
        "agreements/9.2/versions/compare/?before=1&after=1",
        "agreements/9.2/versions/compare/?before=1",
    ],
    "records/search.html": [
        "search/",
        "search/?q=water",
        "search/?q=watre",  # something else may have been meant
        "search/?q=xylophone",
        "search/?q=forum&country=kz&country=uz",
        "search/?country=XX",
    ],
    "records/report.html": ["report/agreement/9.2/", "report/agreement/9.2/?sent"],
    "404.html": ["nothing-is-here/"],
    "400.html": ["agreements/?" + "&".join(["country=kz"] * 1001)],
}
# No address of a site in good order leads to these; their frame and words are those of 404.html.
UNREACHED = {"403.html", "405.html", "500.html", "503.html"}
# For colleagues who have a link; looked at with the pages of staff.
FOR_COLLEAGUES = {"records/preview_beside.html"}
# What is gone is read in tests/test_versions.py: nothing of the real record is.
GONE = {"410.html"}
# What other templates are made of.
FRAMES = {"base.html", "records/list.html"}

ADDRESSES = [address for addresses in PAGES.values() for address in addresses]
LISTS = [
    addresses[0]
    for template, addresses in PAGES.items()
    if template.endswith("_list.html") and "version" not in template
]


def short(address: str) -> str:
    """The address as the name of a test."""
    return address[:60] or "home"


def public_templates() -> set[str]:
    """Every template that is a page for the public."""
    found = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}
    for_staff = ("admin/", "account/", "mfa/", "registration/")
    return {name for name in found if not name.startswith(for_staff) and "/_" not in name}
