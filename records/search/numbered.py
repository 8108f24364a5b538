"""How editions are called by their numbers: “Edition 9”, “9th forum”, “девятый форум”, 第九届论坛, “IX forum”."""

import re
from collections.abc import Iterator

CALLED = (
    "forum {}", "форум {}", "{}-й форум", "{}-м форум", "{}-го форум", "{}-му форум", "встреча {}", "第{}届",
)  # fmt: skip
# A Roman numeral beside the word for a forum; alone, Xi is a person.
CALLED_IN_ROMAN = ("{} forum", "forum {}", "{} форум", "{}-й форум", "форум {}", "{}论坛", "第{}届论坛")
ORDINALS = {
    "forum": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(),
    "форум": "первый второй третий четвёртый пятый шестой седьмой восьмой девятый десятый одиннадцатый двенадцатый "
    "тринадцатый четырнадцатый пятнадцатый шестнадцатый семнадцатый восемнадцатый девятнадцатый двадцатый".split(),
}
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
CHINESE_DIGITS = " 一二三四五六七八九"
ROMAN = {10: "X", 9: "IX", 5: "V", 4: "IV", 1: "I"}
MOST = 20  # the numbers that are said in Chinese and Roman numerals
# How a title begins that says the number: 11th …, 11-й …, 第十一届….
BEGINNING = {
    "en": re.compile(r"\d+(?:st|nd|rd|th)\b"),
    "ru": re.compile(r"\d+-й\b"),
    "zh": re.compile("首届|第[^届]+届"),
}


def edition_also_called(number: int) -> list[str]:
    """What an edition with a number is called beside what pages call it: 3rd forum, third forum, 第三届论坛."""
    said = [f"{word} {noun}" for noun, words in ORDINALS.items() for word in words[number - 1 : number]]
    called = [words.format(number) for words in CALLED]
    chinese = [f"{said}论坛" for said in _beginnings("zh", number)]
    return [*called, f"{_english(number)} forum", f"{_english(number)} edition", *said, *chinese]


def called_in_roman(number: int, titles: dict[str, str]) -> list[str]:
    """What it is called with a Roman numeral; never offered to who types x or v, which begin other names."""
    if number > MOST:
        return []
    numeral = in_roman(number)
    begun = [(title, BEGINNING[column].match(title)) for column, title in titles.items() if column in ("en", "ru")]
    said = [numeral + title[found.end() :] for title, found in begun if found]
    return [*(words.format(numeral) for words in CALLED_IN_ROMAN), *said]


def known_alone(number: int) -> list[str]:
    """Short names in Chinese that mean the edition only alone: 第十一届 begins the names of other bodies too."""
    return [f"第{in_chinese(number)}届"] if number <= MOST else []


def titles_said(number: int, column: str, title: str) -> list[str]:
    """A title that begins with its number, with the number said in every way; nothing for any other title."""
    if column not in BEGINNING or not (found := BEGINNING[column].match(title)):
        return []
    return [title, *(said + title[found.end() :] for said in _beginnings(column, number))]


def _beginnings(column: str, number: int) -> Iterator[str]:
    """The ways in which a language says which edition it is."""
    if column == "zh":
        yield from ["首届"] if number == 1 else []
        yield from [f"第{number}届", *known_alone(number)]
        return
    yield _english(number) if column == "en" else f"{number}-й"
    yield from ORDINALS["forum" if column == "en" else "форум"][number - 1 : number]


def _english(number: int) -> str:
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ENDINGS.get(number % 10, 'th')}"


def in_chinese(number: int) -> str:
    """A number up to 99 in Chinese: 十一."""
    tens, ones = divmod(number, 10)
    return ((CHINESE_DIGITS[tens] if tens > 1 else "") + "十" if tens else "") + CHINESE_DIGITS[ones].strip()


def in_roman(number: int) -> str:
    """A number up to 39 in Roman numerals: XI."""
    said = ""
    for value, letters in ROMAN.items():
        count, number = divmod(number, value)
        said += letters * count
    return said
