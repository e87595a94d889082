"""How alike two reports are in their words.

A report is no fact-check's claim: it says more, in words of its own, so that two reports of one claim rarely share half
of their words. `python -m benchmarks desk` prints what these bars group, and what they group wrongly.
"""

from collections.abc import Collection, Iterator, Mapping

from attrs import frozen

from govpr.hoaxes.index import Compared
from govpr.hoaxes.matching import Decision, Searcher, compared
from govpr.settings import Bars
from govpr.text import plain_words

SAME, RELATED = 0.9, 0.4
"""From which probability on a report is of the same claim as a case, or of a related one.

Fitted on training queries of CheckThat! 2020 and 2022 (English) and posts of TurnBackHoax of 2024 (Indonesian), at
desks of up to 600 other cases: both languages came out alike.
"""
_SHARED = 0.25
_WHOLE, _WHOLE_WORDS = 0.85, 6
_FEW = 4
_MOST = 10
_ASKING_WORDS = (
    "apakah ini itu benar benarkah betul betulkah hoaks hoax bukan tidak ya kah min admin mohon tolong cek dicek info"
    " infonya kak pak bu is this that it true real fake please check can you the a hi hello"
)
_ASKING = frozenset(_ASKING_WORDS.split())


@frozen
class Alike:
    """What a report and a case have in common, in words.

    Args:
        decision: Same, related or nothing.
        probability: That both say the same, 0 to 1.
        words: Words that both have, as they stand in the report.
    """

    decision: Decision
    probability: float
    words: tuple[str, ...]


def alike_in_words(
    text: str,
    index: Searcher,
    cases: Collection[str],
    language: str,
    bars: Mapping[str, Bars] = {},
) -> dict[str, Alike]:
    """The cases that say the same as a report or something related, the likeliest first.

    Args:
        text: What was reported.
        index: Over the claims of cases.
        cases: The ids of cases that take reports.
        language: BCP 47 tag of the text.
        bars: Other bars than the measured ones, by language.
    """
    told = telling(text)
    if not told:
        return {}
    same, related = bars_of(language, bars)
    found = compared(text, index, _MOST, language).items()
    judged = ((case, _judged(one, len(told), same, related), one) for case, one in found if case in cases)
    shown = [
        (case, Alike(decision, one.probability, tuple(_shown(text, one))))
        for case, decision, one in judged
        if decision is not Decision.NOTHING
    ]
    return dict(sorted(shown, key=lambda pair: (list(Decision).index(pair[1].decision), -pair[1].probability)))


def bars_of(language: str, bars: Mapping[str, Bars]) -> tuple[float, float]:
    """From which probability on a text in a language is the same, or related.

    Example:
        >>> bars_of("en-GB", {"en": Bars(same=0.97)})
        (0.97, 0.4)
    """
    given = bars.get(language.partition("-")[0], Bars())
    same = SAME if given.same is None else given.same
    return same, RELATED if given.related is None else given.related


def telling(text: str) -> frozenset[str]:
    """The words of a report besides those that only ask whether it is true.

    Example:
        >>> sorted(telling("Apakah ini benar min? Banjir!"))
        ['banjir']
    """
    return frozenset(plain for _, plain in plain_words(text)) - _ASKING


def is_thin(text: str) -> bool:
    """Whether a report says too little to be told apart by its words."""
    return len(telling(text)) < _FEW


def _judged(one: Compared, told: int, same: float, related: float) -> Decision:
    """Nearly equal, or one within the other, or likely the same and with a fair share of both: the same."""
    both = (one.claim_share, one.text_share)
    common = min(told, len(one.words))
    equal = min(both) >= _WHOLE or (max(both) >= _WHOLE and common >= _WHOLE_WORDS)
    fair = both[0] * both[1] >= _SHARED**2
    if equal or (common >= _FEW and one.probability >= same and fair):
        return Decision.SAME
    return Decision.RELATED if one.probability >= related and len(one.words) > 1 else Decision.NOTHING


def _shown(text: str, one: Compared) -> Iterator[str]:
    return iter(dict.fromkeys(word for word, plain in plain_words(text) if plain in one.words))
