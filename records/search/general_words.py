"""Words for the record as a whole: beside the name of something they are asked for only where they are said."""

import re
from functools import lru_cache

from .analyzer import is_han, stem, tokens

IN_LETTERS = (
    "all every any each edition editions forum forums record records list country countries participant participants "
    "which what who whom whose where when how many much did does do was were is are be been has have had there "
    "participated participate attended took take part about me show tell find "
    "все всех всем всеми весь вся всё каждый каждая каждое издание издания изданий встреча встречи встреч встречах "
    "форум форумы форумов форумах список страна страны стран участник участники какие какая какой какое каких кто что "
    "где когда сколько ли были был была было участвовали участвовал участвовала принимали приняли участие покажи найди"
)
IN_CHINESE = (
    "所有 全部 各届 历届 每届 每一届 一切 哪些 哪个 哪几个 哪里 哪 什么 谁 何时 多少 几个 如何 国家 参加了 参加 "
    "参与了 参与 出席了 出席 论坛 届 请问 有 是 的 了 在 过 吗 呢 都"
)


@lru_cache(maxsize=1)
def _stems() -> frozenset[str]:
    return frozenset(stem(token.folded) for token in tokens(IN_LETTERS))


@lru_cache(maxsize=1)
def _runs() -> re.Pattern:
    return re.compile("(?:" + "|".join(IN_CHINESE.split()) + ")+")


def is_general(text: str) -> bool:
    """Whether all words of a text speak of the record as a whole, or only ask: all editions, 哪些国家参加了."""
    words = tokens(text)
    return bool(words) and all(_is_general(word.folded) for word in words)


def _is_general(folded: str) -> bool:
    return bool(_runs().fullmatch(folded)) if is_han(folded) else stem(folded) in _stems()
