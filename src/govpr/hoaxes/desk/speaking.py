"""A clarification as a campaign like any other: planned, checked, approved, delivered."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from govpr.hoaxes.desk.words import words
from govpr.identifiers import stable_id
from govpr.models import Campaign, Clarification, Message, MessageKind, Participants, Variant, Wave
from govpr.text.web import shortened

WAVE, MESSAGE = "jawaban", "klarifikasi"
_RUNS, _HEADLINE = timedelta(days=30), 150
_FULL = "{{ koreksi }}\n\n{{ fakta }}\n\n{{ kesimpulan }}"
_SHORT = "{{ koreksi }}\n\n{{ label }}: {{ kesimpulan }}\n\n{{ fakta }}"
_SHORTEST = "{{ koreksi }}\n\n{{ label }}: {{ kesimpulan }}"
_ROOM, _TIGHT = 2_000, 400


def campaign_id(agency: str, case: str, version: int = 1) -> str:
    """The id of the campaign that carries a version of a clarification.

    Args:
        agency: Who answers.
        case: The case's id.
        version: The clarification's version.
    """
    first = stable_id("klarifikasi", (agency, case))
    return first if version == 1 else f"{first}-v{version}"


def to_campaign(
    clarification: Clarification,
    *,
    case: str,
    participants: Participants,
    at: datetime,
    zone: str,
    appearances: Sequence[str] = (),
    limits: Mapping[str, int] | None = None,
) -> Campaign:
    """The campaign that says a clarification.

    Posts say what is so, and show the verdict; the claim itself is named by the newsroom alone, in neutral words, and
    where it was seen stands only in ClaimReview. A correction names the first version, so that a newsroom shows it in
    its place.

    Args:
        clarification: The clarification.
        case: The case's id.
        participants: Who says it.
        at: When.
        zone: The zone of official accounts.
        appearances: Public addresses where the claim was seen.
        limits: How long a text may be on the platforms of those who say it.
    """
    agency, version = clarification.agency, clarification.version
    say = words(clarification.language)
    message = Message(
        id=MESSAGE,
        title="{{ judul }}",
        kind=MessageKind.CLARIFICATION,
        variants=tuple(_variants(clarification, limits or {})),
        links=tuple(dict.fromkeys(source.url for source in clarification.sources))[:1],
        sources=clarification.sources,
        factcheck=clarification.factcheck,
        claim=clarification.claim,
        label=clarification.label,
        appearances=tuple(appearances),
        corrects=campaign_id(agency, case) if version > 1 else None,
        correction=clarification.correction,
    )
    return Campaign(
        id=campaign_id(agency, case, version),
        title=f"{say['title']}: {clarification.conclusion}",
        agency=agency,
        goal=say["title"],
        audience="publik",
        author=clarification.author,
        starts=at.date(),
        ends=(at + _RUNS).date(),
        zone=zone,
        participants=participants,
        variables={
            "judul": f"{say['title']}: {shortened(clarification.conclusion, _HEADLINE)}",
            "fakta": clarification.fact,
            "kesimpulan": clarification.conclusion,
            "label": clarification.label,
            "koreksi": f"{say['correction']}: {clarification.correction}",
        },
        messages=(message,),
        waves=(Wave(id=WAVE, at=at, messages=(MESSAGE,)),),
    )


def _variants(said: Clarification, limits: Mapping[str, int]) -> Iterator[Variant]:
    """One wording for all, and others for platforms with much room or little."""
    yield Variant(id="ringkas", text=_shown(_SHORT, said), language=said.language)
    for platform, limit in sorted(limits.items()):
        if not _TIGHT <= limit < _ROOM:
            text = _shown(_FULL if limit >= _ROOM else _SHORTEST, said)
            yield Variant(id=f"untuk-{platform}", text=text, language=said.language, platform=platform)


def _shown(template: str, clarification: Clarification) -> str:
    """Without the line of a correction where nothing was corrected."""
    return template if clarification.correction else template.partition("\n\n")[2]
