"""A claim on the hoax desk: who works on it, where it stands, and why."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue
from govpr.models import _checks as check
from govpr.models.claims import Claim


class CaseState(StrEnum):
    """Where a case stands; `govpr.hoaxes.desk.states` draws the ways between them."""

    OPEN = "open"
    ASSIGNED = "assigned"
    DRAFTED = "drafted"
    ANSWERING = "answering"
    CORRECTING = "correcting"
    CLARIFIED = "clarified"
    NOT_CLARIFIED = "not-clarified"
    MERGED = "merged"


class Reason(StrEnum):
    """Why a claim is not clarified. Jabar Saber Hoaks names the first three (news.republika.co.id/berita/po0xfl335)."""

    OPINION = "opinion"
    TOO_LITTLE = "too-little"
    INCOMPLETE = "incomplete"
    PRIVATE = "private"
    BELOW_REACH = "below-reach"
    ALREADY = "already-clarified"
    TRUE = "true"
    SATIRE = "satire"
    ELSEWHERE = "elsewhere"


@frozen(kw_only=True)
class Case:
    """Everything that was reported about one claim.

    Args:
        id: A short name; reports and sightings carry it.
        claim: The claim, in the words that circulate.
        opened: When the first report came in.
        due: When an answer is due.
        state: Where it stands.
        officer: Who works on it, or None.
        reason: Why it is not clarified, or None.
        note: What a person added to the last step, or "".
        factcheck: The cid of a fact-check that was found to be of the same claim, or None.
        related: The ids of cases that may be the same; a person decides.
        into: The id of the case that it was merged into, or None.
    """

    id: str = field(validator=check.slug)
    claim: Claim = field(repr=False)
    opened: datetime = field(validator=check.aware)
    due: datetime = field(validator=check.aware)
    state: CaseState = CaseState.OPEN
    officer: str | None = None
    reason: Reason | None = field(default=None)
    note: str = field(default="", repr=False)
    factcheck: str | None = None
    related: tuple[str, ...] = ()
    into: str | None = None

    @reason.validator
    def _explained(self, _attribute: "Attribute[Any]", reason: Reason | None) -> None:
        if self.state is CaseState.NOT_CLARIFIED and reason is None:
            raise InvalidValue("Case.reason", "is missing", f"write one of {', '.join(Reason)}")


@frozen(kw_only=True)
class CaseStep:
    """One step of a case, as it is kept for good.

    Args:
        case: The case's id.
        event: What happened.
        state: Where the case stood after it.
        at: When.
        by: Who did it: an officer's id, or `govpr`.
        reason: Why it is not clarified, or None.
        note: What that person added, or "".
    """

    case: str = field(validator=check.slug)
    event: str = field(validator=check.filled)
    state: CaseState
    at: datetime = field(validator=check.aware)
    by: str = field(validator=check.slug)
    reason: Reason | None = None
    note: str = field(default="", repr=False)
