"""A text against an index: find, compare, rank, judge."""

from collections.abc import Collection
from datetime import date
from itertools import compress

import numpy as np
from attrs import field, frozen

from govpr.hoaxes.index.asking import Asked, View
from govpr.hoaxes.index.framing import framing_terms
from govpr.hoaxes.index.likeness import NAMES, Likeness
from govpr.hoaxes.index.ranking import ranker
from govpr.hoaxes.index.retrieving import Found, retrieve
from govpr.hoaxes.index.segments import Numbers
from govpr.hoaxes.index.tokens import Tokenizer

POOL = 50
"""As many claims are compared in full; those that share fewer words come behind them as they are."""

_CLAIM, _TEXT = NAMES.index("near share"), NAMES.index("text share")


@frozen(kw_only=True)
class Compared:
    """What a text and a claim have in common.

    Args:
        cid: The fact-check's identifier.
        score: Higher is closer; compares within one search only.
        probability: That the text repeats the claim, 0 to 1.
        claim_share: Share of the claim's surprise that stands close together in the text, 0 to 1.
        text_share: Share of the text's surprise that is in the claim, 0 to 1.
        words: The words that both have, in the normal spelling of the text.
    """

    cid: str
    score: float
    probability: float = 0.0
    claim_share: float = 0.0
    text_share: float = 0.0
    words: frozenset[str] = field(default=frozenset(), repr=False)


class Comparer:
    """Compares texts with an index.

    Args:
        tokenizer: Makes tokens.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._likeness = Likeness(framing_terms(tokenizer))

    def compare(
        self, asked: Asked, view: View, language: str, top: int, *, since: date | None, without: Collection[str]
    ) -> list[Compared]:
        """The claims that are most like a text, best first; of equal ones the one that was taken in first.

        Args:
            asked: The text.
            view: What is searched.
            language: BCP 47 tag of the text.
            top: How many at most.
            since: Only fact-checks of this day or later, or None.
            without: Cids that are looked past.
        """
        found = self.found(asked, view, max(POOL, top), since=since, without=without)
        if not found.docs.size:
            return []
        pool = _slice(found, 0, POOL)
        rows, shared = self._likeness.compared(asked, pool, view)
        fitted = ranker(language)
        scores = fitted.scores(rows)
        chances = fitted.probabilities(rows, scores)
        # the same numbers in another row of a matrix product may differ in their last bits
        order = np.argsort(-np.round(scores, 4), kind="stable")[:top]
        words = [asked.words[first] for first in asked.firsts.tolist()]
        compared = [
            Compared(
                cid=_cid(view, pool, place),
                score=score,
                probability=chance,
                claim_share=claim_share,
                text_share=text_share,
                words=frozenset(compress(words, shared[place].tolist())),
            )
            for place, score, chance, claim_share, text_share in zip(
                order.tolist(),
                scores[order].tolist(),
                chances[order].tolist(),
                rows[order, _CLAIM].tolist(),
                rows[order, _TEXT].tolist(),
                strict=True,
            )
        ]
        return compared + _behind(found, view, float(scores.min(initial=0.0)), top)

    def found(
        self, asked: Asked, view: View, top: int, *, since: date | None = None, without: Collection[str] = ()
    ) -> Found:
        """The claims whose words weigh most in a text.

        Args:
            asked: The text.
            view: What is searched.
            top: How many at most.
            since: Only fact-checks of this day or later, or None.
            without: Cids that are looked past.
        """
        found = retrieve(asked, view, top + len(without), since.toordinal() if since else 0)
        if without:
            kept = [place for place in range(found.docs.size) if _cid(view, found, place) not in without]
            found = Found(segments=found.segments[kept], docs=found.docs[kept], scores=found.scores[kept])
        return _slice(found, 0, top)

    def rows(self, asked: Asked, found: Found, view: View) -> Numbers:
        """The numbers of `Likeness.compared`: what rankings are fitted to.

        Args:
            asked: The text.
            found: The claims.
            view: Where they are.
        """
        return self._likeness.compared(asked, found, view)[0]


def _slice(found: Found, first: int, last: int) -> Found:
    part = slice(first, last)
    return Found(segments=found.segments[part], docs=found.docs[part], scores=found.scores[part])


def _cid(view: View, found: Found, place: int) -> str:
    return view.segments[int(found.segments[place])].cid(int(found.docs[place]))


def _behind(found: Found, view: View, lowest: float, top: int) -> list[Compared]:
    """Claims beyond the pool, in the order of their words alone, with scores below all others."""
    places = range(POOL, min(top, found.docs.size))
    return [
        Compared(cid=_cid(view, found, place), score=lowest - (place - POOL + 1) / found.docs.size) for place in places
    ]
