"""A synthetic record in three languages: as many agreements as asked for, the same every time."""

import random
from itertools import islice

from django.db import connection

from records.models import Agreement, Citation, Country, Edition, Forum, Party, Source, Topic
from records.models.dates import PartialDate
from records.models.publication import State
from records.models.reference import country_names
from records.search import index

COUNTRIES, TOPICS, SOURCES, PER_EDITION, BATCH = 60, 40, 10, 1000, 2000
TAIL = 20_000  # rare words of each language; the common ones follow Zipf's law
COMMON = {
    "en": "water trade energy transport agriculture cooperation digital economy security education health culture "
    "tourism climate river irrigation border customs investment railway science technology finance project "
    "environment protection exchange women youth poverty market export standards training joint centre".split(),
    "ru": "вода торговля энергетика транспорт сельское хозяйство сотрудничество цифровая экономика безопасность "
    "образование здравоохранение культура туризм климат река орошение граница таможня инвестиции железная дорога "
    "наука технология финансы проект среда охрана обмен женщины молодёжь рынок экспорт стандарты".split(),
    "zh": "水利 贸易 能源 交通 农业 合作 数字 经济 安全 教育 卫生 文化 旅游 气候 河流 灌溉 边境 海关 投资 铁路 科学 "
    "技术 金融 项目 环境 保护 交流 妇女 青年 市场 出口 标准 培训 联合 中心".split(),
}
SYLLABLES = {"en": "ba ko ri ten mar sol va dun pel tor".split(), "ru": "ба ко ри тен мар сол ва дун пел тор".split()}
HAN = "山田林石金木火土日月风云雷电天地人大小中上下左右前后东西南北"


def words(language: str, chance: random.Random):
    """Words of a language without end: a few very common, most of them rare."""
    common = COMMON[language]
    while True:
        if chance.random() < 0.75:
            yield common[min(int(chance.paretovariate(0.8)) - 1, len(common) - 1)]
        elif language == "zh":
            yield "".join(chance.choices(HAN, k=2))
        else:
            number, syllables = chance.randrange(TAIL), SYLLABLES[language]
            yield "".join(syllables[int(digit)] for digit in f"{number:05d}"[:4]) + syllables[number % 10]


def text(language: str, length: int, chance: random.Random) -> str:
    """A text of so many words."""
    joined = ("" if language == "zh" else " ").join(islice(words(language, chance), length))
    return joined[:1].upper() + joined[1:]


def make(size: int, tick=lambda number: None):
    """Fill an empty database with `size` agreements and index them."""
    chance = random.Random(7)
    with index.recording():
        Forum.objects.create(title_en="Synthetic forum: a record to measure with", licence="CC0-1.0")
        countries = _countries()
        topics = _topics()
        editions = _editions(max(2, size // PER_EDITION), topics, chance)
        sources = {edition.pk: _sources(edition, chance) for edition in editions}
        numbers = {edition.pk: 0 for edition in editions}
        for start in range(0, size, BATCH):
            made = _agreements(min(BATCH, size - start), editions, numbers, chance)
            _join(made, countries, topics, sources, chance)
            tick(BATCH)
        index.current_door().forget()
    index.reindex(tick)
    if connection.vendor == "postgresql":  # which does it by itself, but later; on SQLite nobody does
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _countries() -> list[Country]:
    names = country_names()
    codes = [
        "CN",
        "KZ",
        "KG",
        "TJ",
        "TM",
        "UZ",
        *(c for c in sorted(names) if c not in ("CN", "KZ", "KG", "TJ", "TM", "UZ")),
    ]
    for code in codes[:COUNTRIES]:
        Country.objects.create(code=code)
    return list(Country.objects.order_by("pk"))


def _topics() -> list[Topic]:
    made = []
    for number in range(TOPICS):
        broader = made[number % 9] if number >= 9 else None
        names = {
            f"name_{language}": f"{COMMON[language][number % len(COMMON[language])]} {number}" for language in COMMON
        }
        made.append(Topic.objects.create(slug=f"topic-{number}", broader=broader, **names))
    return made


def _editions(number: int, topics, chance) -> list[Edition]:
    made = []
    for n in range(1, number + 1):
        edition = Edition(number=n, slug=str(n), name_en=f"Edition {n}", summary_en="It met.", state=State.PUBLISHED)
        edition.start = PartialDate.parse(f"{1960 + n % 66}-{n % 12 + 1:02d}-01")
        made.append(edition)
    return Edition.objects.bulk_create(made)


def _sources(edition, chance) -> list[Source]:
    """The reports on one edition."""
    titles = [{f"title_{language}": text(language, 8, chance) for language in COMMON} for _ in range(SOURCES)]
    return Source.objects.bulk_create(
        Source(slug=f"report-{edition.number}-{number}", publisher="Gazette", language="en", **title)
        for number, title in enumerate(titles)
    )


def _agreements(size: int, editions, numbers, chance) -> list[Agreement]:
    made = []
    for _ in range(size):
        edition = chance.choice(editions)
        numbers[edition.pk] += 1
        texts = {f"title_{language}": text(language, 7, chance)[:300] for language in COMMON}
        texts |= {f"text_{language}": text(language, 40, chance) for language in COMMON}
        number = numbers[edition.pk]
        made.append(
            Agreement(
                edition=edition, number=number, reference=f"{edition.number}.{number}", state=State.PUBLISHED,
                kind=chance.choice(Agreement.Kind.values), **texts,
            )
        )  # fmt: skip
    return Agreement.objects.bulk_create(made)


def _join(made, countries, topics, sources, chance):
    """Parties, topics and sources of agreements, as many of each as the real record has."""
    Party.objects.bulk_create(
        Party(agreement=agreement, country=country)
        for agreement in made
        for country in {*chance.choices(countries[:8], k=3), chance.choice(countries)}
    )
    through = Agreement.topics.through
    through.objects.bulk_create(
        through(agreement_id=agreement.pk, topic_id=topic.pk)
        for agreement in made
        for topic in set(chance.choices(topics, k=3))
    )
    Citation.objects.bulk_create(
        Citation(agreement=agreement, source=source)
        for agreement in made
        for source in set(chance.choices(sources[agreement.edition_id], k=2))
    )
