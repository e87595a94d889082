"""A million claims that look like Indonesian hoaxes, for measuring speed where no real set is that large.

`python -m benchmarks.scale N FILE [SEED]` writes them as JSON lines: in a process of its own, so that their making
weighs on nobody's memory.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from random import Random

from attrs import frozen

from benchmarks.data import claims, matching
from govpr.hoaxes import read_queries

_NUMBER = re.compile(r"\d+")
_RARE = 2  # claims that a rare word is in at most
_COINED = 0.5  # share of the rare words that give way to a new one
_DROPPED = 0.25  # share of a claim's words that a message does not repeat
_NAMES = (
    "jakarta surabaya bandung medan semarang makassar palembang denpasar padang pontianak manado ambon kupang mataram "
    "banjarmasin samarinda pekanbaru jambi bengkulu lampung aceh papua maluku bali jawa sumatera kalimantan sulawesi"
)
_PLACES = tuple(_NAMES.split())


@frozen
class Stock:
    """What titles are made of."""

    titles: Sequence[Sequence[str]]
    rare: Sequence[str]
    known: frozenset[str]

    def title(self, chance: Random) -> str:
        """The first part of one title and the last part of another, with other numbers, places and rare names.

        Cutting keeps how often each common word occurs; coining makes the vocabulary grow with the number of titles, as
        it does in real text (Heaps' law), where copying the rare words would make them all common.
        """
        one, other = chance.choice(self.titles), chance.choice(self.titles)
        cut, rest = (len(one) + chance.randint(0, 1)) // 2, (len(other) + chance.randint(0, 1)) // 2
        return " ".join(self._word(word, chance) for word in (*one[:cut], *other[rest:]))

    def _word(self, word: str, chance: Random) -> str:
        if word in _PLACES:
            return chance.choice(_PLACES)
        if _NUMBER.search(word):
            return _NUMBER.sub(lambda found: _other_number(found[0], chance), word)
        if word in self.known and chance.random() < _COINED:
            return self._coined(word, chance)
        return word

    def _coined(self, word: str, chance: Random) -> str:
        other = chance.choice(self.rare)
        return word[: max(2, len(word) // 2)] + other[len(other) // 2 :]


def _other_number(number: str, chance: Random) -> str:
    """As many digits; years stay years."""
    if len(number) == 4 and number.startswith("20"):  # noqa: PLR2004
        return str(chance.randint(2015, 2026))
    return number[:1] + "".join(str(chance.randint(0, 9)) for _ in number[1:])


def synthetic_claims(n: int, seed: int) -> Iterator[str]:
    """Titles, each another, the same for the same seed; the first of many are those that fewer would be."""
    stock, chance = _stock(), Random(seed)
    seen: set[int] = set()
    while len(seen) < n:
        title = stock.title(chance)
        mark = int.from_bytes(blake2b(title.encode(), digest_size=8).digest(), "little")
        if title and mark not in seen:
            seen.add(mark)
            yield title


def synthetic_queries(titles: Sequence[str], seed: int) -> Iterator[str]:
    """A message for each title: it stands, with some words missing, between parts of real narrations."""
    told = [query["text"].split() for query in read_queries(matching() / "turnbackhoax_2024" / "queries.jsonl")]
    chance = Random(seed)
    for title in titles:
        before, after = chance.choice(told), chance.choice(told)
        kept = [word for word in title.split() if chance.random() >= _DROPPED]
        yield " ".join((*before[: len(before) // 2], *kept, *after[len(after) // 2 :]))


def _stock() -> Stock:
    titles = [fact.text.lower().split() for fact in claims("turnbackhoax", "komdigi").values()]
    counts = Counter(word for title in titles for word in set(title))
    rare = sorted(word for word, count in counts.items() if count <= _RARE and word.isalpha())
    return Stock(titles, rare, frozenset(rare))


def main(n: str, file: str, seed: str = "0") -> None:
    rows = ({"cid": f"s-{place}", "text": title} for place, title in enumerate(synthetic_claims(int(n), int(seed))))
    with Path(file).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(row | {"lang": "id"}, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main(*sys.argv[1:])
