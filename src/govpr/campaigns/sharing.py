"""Who says it in which words: variants are dealt out fairly, and the same way every time."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen

from govpr.models import Account, Variant

_BLOCK = 50_000
NOBODY = -1
Numbers: TypeAlias = np.ndarray[Any, np.dtype[Any]]


@frozen(kw_only=True)
class Speaker:
    """An account, with what decides which words suit it.

    Args:
        account: The account.
        languages: Languages that it may speak, best first; empty for any.
        region: Its owner's province, or `ID`.
        zone: Its time zone.
        unit: Its owner's unit, or "".
    """

    account: Account
    languages: tuple[str, ...] = ()
    region: str = "ID"
    zone: str = "Asia/Jakarta"
    unit: str = ""


def lot(campaign: str, message: str, account: str) -> int:
    """An account's place in the order in which variants are dealt: the same on every machine.

    Args:
        campaign: The campaign's id.
        message: The message's id.
        account: The account's id.
    """
    told = f"{campaign}\x1f{message}\x1f{account}".encode()
    return int.from_bytes(hashlib.sha256(told).digest()[:4], "big")


def best(variants: Sequence[Variant], speaker: Speaker) -> tuple[int, ...]:
    """Which variants suit a speaker best, by their places.

    The most specific ones win: made for the officer, the platform, the province, the best language.

    Args:
        variants: The wordings of a message.
        speaker: Who is to say it.
    """
    ranked = [(rank, place) for place, variant in enumerate(variants) if (rank := _rank(variant, speaker)) is not None]
    top = max((rank for rank, _ in ranked), default=None)
    return tuple(place for rank, place in ranked if rank == top)


def deal(
    choices: Sequence[tuple[int, ...]],
    kinds: Numbers,
    lots: Numbers,
    held: Numbers | None = None,
    said: Sequence[Numbers] = (),
) -> Numbers:
    """One variant for each speaker that some variant suits.

    Among equally good ones each next speaker gets the one that was dealt least, so that counts differ by one at most
    among speakers with the same choice. What was dealt and approved before is kept, as long as it still suits. Who has
    said a wording before gets another one, as long as there is one.

    Args:
        choices: The variants that suit each kind of speaker.
        kinds: The kind of each speaker, or `NOBODY`.
        lots: The place of each in the order of dealing.
        held: The variant that each keeps, or `NOBODY`.
        said: What each said in earlier repetitions.

    Returns:
        The place of each one's variant, or `NOBODY`.

    Example:
        >>> deal([(0, 1)], np.array([0, 0, -1, 0]), np.array([7, 3, 0, 9])).tolist()
        [1, 0, -1, 0]
    """
    hands = np.full(len(kinds), NOBODY, np.int16)
    places = np.flatnonzero(kinds != NOBODY)
    first = np.zeros(len(places), bool) if held is None else held[places] == NOBODY
    order = places[np.lexsort((lots[places], first))]
    dealt: dict[int, int] = {}
    for start in range(0, len(order), _BLOCK):  # lists are quicker to walk than arrays, and larger
        block = order[start : start + _BLOCK]
        kept = [NOBODY] * len(block) if held is None else held[block].tolist()
        before = zip(*(told[block].tolist() for told in said), strict=True) if said else ((),) * len(block)
        chosen = [
            _next(choices[kind], keeps, told, dealt)
            for kind, keeps, told in zip(kinds[block].tolist(), kept, before, strict=True)
        ]
        hands[block] = chosen
    return hands


def _next(choice: tuple[int, ...], keeps: int, told: Sequence[int], dealt: dict[int, int]) -> int:
    if not choice:
        return NOBODY
    if keeps in choice:
        variant = keeps
    else:
        fresh = [one for one in choice if one not in told] if told else choice
        variant = min(fresh or choice, key=lambda one: dealt.get(one, 0))
    dealt[variant] = dealt.get(variant, 0) + 1
    return variant


def _rank(variant: Variant, speaker: Speaker) -> tuple[bool, bool, bool, int] | None:
    """How well a variant suits, or None when it does not."""
    account = speaker.account
    wishes: Mapping[str, tuple[str | None, str | None]] = {
        "officer": (variant.officer, account.officer),
        "platform": (variant.platform, account.platform),
        "region": (variant.region, speaker.region),
    }
    if any(wish is not None and wish != fact for wish, fact in wishes.values()):
        return None
    language = _language_rank(variant.language, speaker.languages)
    if language is None:
        return None
    return (variant.officer is not None, variant.platform is not None, variant.region is not None, language)


def _language_rank(language: str, spoken: tuple[str, ...]) -> int | None:
    if not spoken:
        return 0
    base = [tag.partition("-")[0] for tag in spoken]
    wanted = language.partition("-")[0]
    return -base.index(wanted) if wanted in base else None
