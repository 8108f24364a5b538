"""Words for the record as a whole: beside the name of something they are asked for only where they are said."""

import re
from functools import lru_cache

from .analyzer import is_han, stem, tokens

# Words that only say where to look, or ask.
IN_LETTERS = (
    "all every any each edition editions forum forums record records list country countries participant participants "
    "which what who whom whose where when why how many much did does do was were is are be been has have had there "
    "participated participate attended took take part about me show tell find "
    "все всех всем всеми весь вся всё каждый каждая каждое издание издания изданий встреча встречи встреч встречах "
    "форум форумы форумов форумах список страна страны стран участник участники какие какая какой какое каких кто что "
    "чём чем кем где когда куда почему сколько ли были был была было участвовали участвовал участвовала принимали "
    "приняли участие покажи найди "
    "барлық қандай қай қашан қайда қанша неше қатысты баары кандай качан кайда канча катышты ҳама кадом куҷо чанд "
    "және мен бен пен жана менен ва va bilan bilen "
    "barcha qanday qachon qayerda nechta qatnashdi ähli haýsy haçan nirede näçe"
)
IN_CHINESE = (
    "所有 全部 各届 历届 每届 每一届 一切 哪些 哪个 哪几个 哪几 哪里 哪儿 哪 什么 为什么 谁 何时 何地 多少 "
    "几个 几届 第几 如何 怎么 国家 参加了 参加 参与了 参与 出席了 出席 论坛 届 请问 关于 有 是 的 了 在 过 吗 呢 都"
)
# Words for what is done at every edition.
DEEDS_IN_LETTERS = (
    "led lead leads headed agree agreed sign signed host hosted held happen happened discuss discussed said say "
    "promise promised propose proposed offered stated represented come came went "
    "возглавил возглавила возглавлял возглавляла возглавляет подписал подписала подписали подписаны договорился "
    "договорилась договорились обсуждал обсуждали обсудили прошёл прошла прошли проходил состоялся сказал сказала "
    "обещал обещала обещали представлял представляла представляли приехал приехала приехали "
    "предложил предложила предложили предлагал предлагала заявил заявила заявили"
)
DEEDS_IN_CHINESE = (
    "签署了 签署 签订了 签订 达成了 达成 讨论了 讨论 提出了 提出 提议 举行了 举行 举办了 举办 召开 率团 带队 团长"
)


class General:
    """Words that a question may be asked without, where something else in it is named."""

    def __init__(self, in_letters: str, in_chinese: str):
        self._stems = frozenset(stem(token.folded) for token in tokens(in_letters))
        words = "|".join(sorted(in_chinese.split(), key=len, reverse=True))
        self._run = re.compile(f"(?:{words})+")
        self._edges = re.compile(f"^(?:{words})+"), re.compile(f"(?:{words})+$")

    def are_all_of(self, text: str) -> bool:
        """Whether all words of a text are such: all editions, 哪些国家参加了."""
        words = tokens(text)
        return bool(words) and all(self._has(word.folded) for word in words)

    def _has(self, folded: str) -> bool:
        return bool(self._run.fullmatch(folded)) if is_han(folded) else stem(folded) in self._stems

    def cut_from(self, run: str) -> str:
        """A run of Chinese without such words at its beginning and its end: 签署了哪些协议 asks for 协议.

        A single character is left where it stands: it may be part of a word.
        """
        for edge in self._edges:
            if (found := edge.search(run)) and len(found.group()) > 1:
                run = run[: found.start()] + run[found.end() :]
        return run


@lru_cache(maxsize=1)
def asking() -> General:
    """Words that ask, and say where to look."""
    return General(IN_LETTERS, IN_CHINESE)


@lru_cache(maxsize=1)
def asking_and_doing() -> General:
    """These, and words for what is done at every edition: who led, who signed."""
    return General(f"{IN_LETTERS} {DEEDS_IN_LETTERS}", f"{IN_CHINESE} {DEEDS_IN_CHINESE}")
