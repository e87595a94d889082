"""Who says it in which words: variants are dealt out fairly, and the same way every time."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from attrs import frozen

from govpr.models import Account, Message, Variant


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


def deal(
    campaign: str, message: Message, speakers: Sequence[Speaker], kept: Mapping[str, str] | None = None
) -> Mapping[str, Variant]:
    """One variant for each speaker that some variant suits, by account id.

    The most specific variants win (made for the officer, the platform, the province, the best language). Among
    equally good ones each next speaker gets the one that was dealt least, so that counts differ by one at most
    among speakers with the same choice. The order of speakers comes from a hash: the same input is dealt the same
    way on every machine. What was dealt and approved before is kept, as long as it still suits.

    Args:
        campaign: Its id goes into the hash.
        message: Its variants are dealt.
        speakers: Who is to speak.
        kept: Variant ids that stay, by account id.
    """
    dealt: Counter[str] = Counter()
    hands: dict[str, Variant] = {}
    held = kept or {}
    for speaker in sorted(speakers, key=lambda s: (s.account.id not in held, _lot(campaign, message.id, s.account.id))):
        choice = _best(message.variants, speaker)
        if choice:
            stays = [variant for variant in choice if variant.id == held.get(speaker.account.id)]
            variant = min(stays or choice, key=lambda v: dealt[v.id])
            dealt[variant.id] += 1
            hands[speaker.account.id] = variant
    return hands


def _lot(*parts: str) -> bytes:
    return hashlib.sha256("\x1f".join(parts).encode()).digest()


def _best(variants: Sequence[Variant], speaker: Speaker) -> list[Variant]:
    ranked = [(rank, variant) for variant in variants if (rank := _rank(variant, speaker)) is not None]
    top = max((rank for rank, _ in ranked), default=None)
    return [variant for rank, variant in ranked if rank == top]


def _rank(variant: Variant, speaker: Speaker) -> tuple[bool, bool, bool, int] | None:
    """How well a variant suits, or None when it does not."""
    account = speaker.account
    wishes = (
        (variant.officer, account.officer),
        (variant.platform, account.platform),
        (variant.region, speaker.region),
    )
    if any(wish is not None and wish != fact for wish, fact in wishes):
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
