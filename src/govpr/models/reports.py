"""A tip from the public, and the agency's answer."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue
from govpr.identifiers import stable_id
from govpr.models import _checks as check
from govpr.models.claims import Verdict
from govpr.models.sources import Source


class ReportState(StrEnum):
    """Where a report stands (the three states of Jabar Saber Hoaks)."""

    OPEN = "open"
    CLARIFIED = "clarified"
    NOT_CLARIFIED = "not-clarified"


@frozen(kw_only=True)
class HoaxReport:
    """A citizen's or officer's tip, with a clock that runs.

    Args:
        id: A short name.
        channel: How it came in, as `whatsapp`.
        text: What was passed on; it may name people, so it stands in no repr and no log.
        at: When it came in.
        within: How soon an answer is due; Jabar Saber Hoaks answers within about three hours.
        state: Open, clarified or not clarified.
        reason: Why it is not clarified, as "an opinion" or "too little to go on".
        claim: The id of the claim's case at the hoax desk, once grouped.
        answered: When it was closed, or None.
        where: Where it was seen: an address, or words such as "grup RT"; "" where nobody said.
        seen: When it was seen, or None.
        picture: The name or digest of the picture that came with it, or "".
        language: BCP 47 tag.
        region: Province (ISO 3166-2:ID), or `ID`.
        reach: How many have seen it there, where known.
        grouped: What spoke for its case when it came in, or "" where it opened one.
        reporter: Whose report it is, as a keyed digest that only recognises; never a name, number or address.
    """

    id: str = field(validator=check.slug)
    channel: str = field(validator=check.slug)
    text: str = field(validator=check.filled, repr=False)
    at: datetime = field(validator=check.aware)
    within: timedelta = field(default=timedelta(hours=3), validator=check.forward)
    state: ReportState = ReportState.OPEN
    reason: str = field(default="")
    claim: str | None = None
    answered: datetime | None = field(default=None, validator=check.ordered("at", "answered"))
    where: str = field(default="", repr=False)
    seen: datetime | None = field(default=None, validator=check.maybe_aware)
    picture: str = ""
    language: str = field(default="id", validator=check.language)
    region: str = field(default="ID", validator=check.province)
    reach: int | None = field(default=None, validator=check.maybe_count)
    grouped: str = field(default="", repr=False)
    reporter: str | None = field(default=None, repr=False)

    @reason.validator
    def _explained(self, _attribute: "Attribute[Any]", reason: str) -> None:
        if self.state is ReportState.NOT_CLARIFIED and not reason.strip():
            raise InvalidValue("HoaxReport.reason", "is empty", "say why the report is not clarified")

    @property
    def due(self) -> datetime:
        """When an answer is due."""
        return self.at + self.within


@frozen(kw_only=True)
class Clarification:
    """The agency's sourced answer to a claim, published as ClaimReview with the agency as author.

    Args:
        claim: The claim, in neutral words.
        fact: What is so.
        conclusion: The upshot, in a sentence.
        verdict: The normal verdict.
        label: The verdict as shown, as `Hoaks` or `Disinformasi`.
        agency: Who answers.
        sources: At least one.
        published: When, once it is.
        factcheck: The cid of an independent fact-check it rests on, or None.
        case: The id of the case that it settles, or None.
        version: 1, and one more for each correction.
        correction: What the version before had wrong, for all to see, or "".
        author: The officer who wrote it; somebody else approves.
        language: BCP 47 tag.
    """

    claim: str = field(validator=check.filled)
    fact: str = field(validator=check.filled)
    conclusion: str = field(validator=check.filled)
    verdict: Verdict = Verdict.FALSE
    label: str = "Hoaks"
    agency: str = field(validator=check.slug)
    sources: tuple[Source, ...] = field(validator=check.some)
    published: datetime | None = field(default=None, validator=check.maybe_aware)
    factcheck: str | None = None
    case: str | None = None
    version: int = 1
    correction: str = ""
    author: str = ""
    language: str = field(default="id", validator=check.language)

    @property
    def id(self) -> str:
        """The same for the same case, or claim, and agency: in all versions."""
        if self.case is not None:
            return stable_id("clar", (self.agency, self.case))
        return stable_id("clar", (self.agency, " ".join(self.claim.split()).casefold()))
