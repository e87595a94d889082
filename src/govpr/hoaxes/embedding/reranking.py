"""An index whose best claims are ranked anew by what they mean."""

from collections.abc import Collection, Sequence
from datetime import date

import numpy as np
from attrs import evolve, frozen

from govpr.hoaxes.embedding.combining import features, weights
from govpr.hoaxes.embedding.loading import Embedder
from govpr.hoaxes.index import Compared
from govpr.hoaxes.matching import Lookup, Searcher
from govpr.text import guess_language

DEEP = 10
"""As many claims are ranked anew."""
ENGLISH = ("en",)


@frozen(kw_only=True)
class Reranked:
    """A searcher that ranks another one's best claims by words and meaning together.

    Args:
        index: Finds the claims.
        lookup: Gives the stored fact-checks of some cids.
        embedder: Turns texts into vectors; `load_embedder` gives one.
        claims: The same for claims, such as a `Remembered`, which keeps their vectors; None takes `embedder`.
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
        found = self.index.compare(text, max(top, DEEP), spoken, since=since, without=without)
        return [*self._ranked(text, found[:DEEP]), *found[DEEP:]][:top]

    def by_url(self, url: str) -> Sequence[str]:
        """The cids of fact-checks at an address.

        Args:
            url: An address.
        """
        return self.index.by_url(url)

    def _ranked(self, text: str, found: Sequence[Compared]) -> list[Compared]:
        """The same claims in a new order; the scores stay above those of all others."""
        known = self.lookup([one.cid for one in found])
        if len(known) < len(found) or not found:
            return list(found)  # the index is ahead of the store: words alone are safe
        facts = [known[one.cid] for one in found]
        asked = self.embedder.embed([text])[0]
        vectors = (self.claims or self.embedder).embed([*(f.text for f in facts), *(f.title or f.text for f in facts)])
        claims, titles = (vectors @ asked).reshape(2, -1)
        rows = features([one.score for one in found], [one.probability for one in found], claims, titles)
        scores = weights().scores(rows)
        chances = weights().probabilities(rows, scores)
        lowest = min(one.score for one in found) - scores.min()
        return [
            evolve(found[place], score=float(lowest + scores[place]), probability=float(chances[place]))
            for place in np.argsort(-np.round(scores, 4), kind="stable")
        ]
