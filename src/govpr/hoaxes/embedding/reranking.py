"""An index whose best claims are ranked anew by what they mean."""

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date

import numpy as np
from attrs import evolve, frozen

from govpr.hoaxes.embedding.combining import features, unshared, weights
from govpr.hoaxes.embedding.encoder import Numbers
from govpr.hoaxes.embedding.loading import Embedder
from govpr.hoaxes.embedding.meanings import vectors_of
from govpr.hoaxes.embedding.remembering import Remembered
from govpr.hoaxes.index import Compared
from govpr.hoaxes.index.tokens import Tokenizer
from govpr.hoaxes.matching import Lookup, Searcher
from govpr.models import FactCheck
from govpr.text import guess_language

DEEP = 12
"""As many claims are ranked anew: with fifteen a first question takes longer than a fifth of a second on one core."""
NEAR = 10
"""As many more, by meaning alone, where the vectors of all claims were gathered."""
WIDE = 50
"""Among as many the words of those are looked up."""
ENGLISH = ("en",)
_LINK = re.compile(r"(?:https?://|www\.|pic\.twitter\.com/)\S+", re.IGNORECASE)


@frozen(kw_only=True)
class Reranked:
    """A searcher that ranks another one's best claims by words and meaning together.

    Args:
        index: Finds the claims.
        lookup: Gives the stored fact-checks of some cids.
        embedder: Turns texts into vectors; `load_embedder` gives one.
        claims: The same for claims, such as a `Remembered`, which keeps their vectors, and finds claims by meaning
            alone where `gather` was called; None takes `embedder`.
        languages: BCP 47 tags of the texts that it is good for; others are left as they are.
    """

    index: Searcher
    lookup: Lookup
    embedder: Embedder
    claims: Embedder | None = None
    languages: Sequence[str] = ENGLISH

    def compare(
        self,
        text: str,
        top: int = 10,
        language: str | None = None,
        *,
        since: date | None = None,
        without: Collection[str] = (),
    ) -> Sequence[Compared]:
        """The claims that are most like a text, best first.

        Args:
            text: A message, of any length.
            top: How many at most.
            language: BCP 47 tag of the text, or None to guess it.
            since: Only fact-checks of this day or later; those without a day are left out.
            without: Cids that are looked past.
        """
        spoken = language or guess_language(text)
        if top < 1 or spoken.partition("-")[0] not in self.languages:
            return self.index.compare(text, top, spoken, since=since, without=without)
        found = self.index.compare(text, max(top, WIDE), spoken, since=since, without=without)
        if not found:
            return found
        asked = self.embedder.embed([without_links(text)])[0]
        every = candidates(found, self._near(asked, without))
        known = self.lookup([one.cid for one in every])
        if any(one.cid not in known for one in found[:DEEP]):
            return found[:top]  # the index is ahead of the store: words alone are safe
        added = [one for one in every[DEEP:] if _wanted(known.get(one.cid), since)]
        best = self._ranked(asked, [*found[:DEEP], *_worded(added, text, spoken, known)], known)
        chosen = {one.cid for one in best}
        return [*best, *(one for one in found[DEEP:] if one.cid not in chosen)][:top]

    def by_url(self, url: str) -> Sequence[str]:
        """The cids of fact-checks at an address.

        Args:
            url: An address.
        """
        return self.index.by_url(url)

    def _near(self, asked: Numbers, without: Collection[str]) -> Sequence[str]:
        return self.claims.nearest(asked, NEAR, without) if isinstance(self.claims, Remembered) else ()

    def _ranked(self, asked: Numbers, found: Sequence[Compared], known: Mapping[str, FactCheck]) -> list[Compared]:
        """The same claims in a new order; the scores stay above those of all others."""
        claims, titles = vectors_of([known[one.cid] for one in found], self.claims or self.embedder)
        rows = features(found, claims, titles, asked)
        scores = weights().scores(rows)
        chances = weights().probabilities(rows, scores)
        lowest = min(one.score for one in found[:DEEP]) - scores.min()
        return [
            evolve(found[place], score=float(lowest + scores[place]), probability=float(chances[place]))
            for place in np.argsort(-np.round(scores, 4), kind="stable")
        ]


def without_links(text: str) -> str:
    """A text without addresses, which say little and take long to read; the text itself where it is nothing else.

    Args:
        text: Any text.

    Example:
        >>> without_links("Banks close: https://t.example/a1B2 tomorrow")
        'Banks close: tomorrow'
    """
    return " ".join(_LINK.sub(" ", text).split()) or text


def candidates(found: Sequence[Compared], near: Sequence[str]) -> list[Compared]:
    """The claims that are ranked: the best by their words, then those that mean nearly the same.

    Args:
        found: By their words, best first.
        near: By their meaning.
    """
    best = found[:DEEP]
    cids = {one.cid for one in best}
    compared = {one.cid: one for one in found}
    more = [cid for cid in near if cid not in cids]
    return [*best, *(compared[cid] if cid in compared else unshared(cid, found[:WIDE]) for cid in more)]


def _wanted(fact: FactCheck | None, since: date | None) -> bool:
    return fact is not None and (since is None or (fact.published is not None and fact.published >= since))


def _worded(added: Sequence[Compared], text: str, language: str, known: Mapping[str, FactCheck]) -> list[Compared]:
    """With the words that the text and the claim have, for people to see."""
    if all(one.words for one in added):
        return list(added)
    tokenizer = Tokenizer()
    asked = tokenizer.tokens(text, language)
    said = list(zip(asked.words, asked.terms, strict=True))

    def words(fact: FactCheck) -> frozenset[str]:
        terms = set(tokenizer.tokens(f"{fact.text} {fact.title}", language).terms)
        return frozenset(word for word, term in said if term in terms)

    return [one if one.words else evolve(one, words=words(known[one.cid])) for one in added]
