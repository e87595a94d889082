"""The guard against copy and paste: one wording on many accounts of a platform looks like, and is, a bot network."""

from collections.abc import Iterable, Mapping

from govpr.content.similarity import near_duplicates
from govpr.models import Finding
from govpr.settings import Caps


def alike(wordings: Iterable[str], similarity: float) -> Mapping[str, str]:
    """Which wordings count as one: each with the wording that stands for all that are nearly the same.

    Args:
        wordings: Texts without their disclosure labels.
        similarity: From which likeness on two count as one, between 0 and 1.

    Example:
        >>> found = alike(["Siaga banjir malam ini", "Siaga banjir, malam ini!", "Ayo imunisasi"], 0.85)
        >>> found["Siaga banjir, malam ini!"]
        'Siaga banjir malam ini'
    """
    leader = {wording: wording for wording in wordings}

    def lead(wording: str) -> str:
        while leader[wording] != wording:
            wording = leader[wording]
        return wording

    for one, other, _ in near_duplicates({wording: wording for wording in leader}, similarity):
        leader[lead(other)] = lead(one)
    return {wording: lead(wording) for wording in leader}


def beyond(post: str, platform: str, path: str, count: int, caps: Caps) -> Finding:
    """An error for a post beyond the cap of accounts that may share a wording on one platform.

    Args:
        post: Its id.
        platform: The platform.
        path: Where its words stand.
        count: How many accounts would say nearly the same.
        caps: How many may.
    """
    return Finding(
        code="sameness.identical",
        message=f"{count} accounts on {platform} would post nearly the same words; {caps.identical} may",
        advice="write more variants, or have officers repost the official account",
        path=path,
        post=post,
    )
