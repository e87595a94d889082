"""A campaign: goal, audience, period, messages, and the waves that push them."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from attrs import field, frozen

from govpr.models import _checks as check
from govpr.models.messages import Message, MessageKind
from govpr.models.regions import WIB


@frozen(kw_only=True)
class Participants:
    """Who takes part. Empty means nobody of that kind.

    Args:
        units: Units whose officers take part, with all units below.
        officers: Single officers.
        accounts: Official accounts.
    """

    units: tuple[str, ...] = ()
    officers: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


@frozen(kw_only=True)
class Wave:
    """One scheduled push.

    Args:
        id: A short name, unique in its campaign.
        at: When. A time with an offset is one moment everywhere; a time without is that hour in the zone of
            each account: 09:00 in Jakarta, then 09:00 in Jayapura.
        messages: The ids of the messages that go out.
        spread: Over how long the posts go out, message after message, so that no account and no platform is flooded.
        repeat: When it comes again: a rule of iCalendar (RFC 5545, RRULE) such as `FREQ=WEEKLY;COUNT=4`, or "".
    """

    id: str = field(validator=check.slug)
    at: datetime
    messages: tuple[str, ...] = field(validator=check.some)
    spread: timedelta = field(default=timedelta(), validator=check.forward)
    repeat: str = field(default="", validator=check.maybe_recurrence)


@frozen(kw_only=True)
class Fallback:
    """Where a message goes instead while a service is out of reach.

    Args:
        instead_of: A platform, or an official account that takes part.
        to: An official account on another platform, which takes no part itself.
        after: How long the service must have been out of reach after the post was due.
        only: Only messages of these kinds; empty for all.
    """

    instead_of: str = field(validator=check.slug)
    to: str = field(validator=check.slug)
    after: timedelta = field(default=timedelta(minutes=30), validator=check.forward)
    only: tuple[MessageKind, ...] = ()


@frozen(kw_only=True)
class Campaign:
    """What an agency sets out to say, to whom, and when.

    Args:
        id: A short name.
        title: Its title.
        agency: The agency in whose name it speaks.
        goal: What it is for.
        audience: For whom.
        author: The officer who wrote it; somebody else approves.
        starts: First day.
        ends: Last day.
        zone: The zone of official accounts.
        participants: Who takes part.
        variables: Values for the templates.
        messages: What is said.
        waves: When it is said.
        fallbacks: Where it is said instead while a service is out of reach.
    """

    id: str = field(validator=check.slug)
    title: str = field(validator=check.filled)
    agency: str = field(validator=check.slug)
    goal: str = field(validator=check.filled)
    audience: str = field(validator=check.filled)
    author: str = field(validator=check.slug)
    starts: date
    ends: date = field(validator=check.ordered("starts", "ends"))
    zone: str = field(default=WIB, validator=check.zone)
    participants: Participants = Participants()
    variables: Mapping[str, str] = field(factory=dict)
    messages: tuple[Message, ...] = field(validator=[check.some, check.unique])
    waves: tuple[Wave, ...] = field(validator=[check.some, check.unique])
    fallbacks: tuple[Fallback, ...] = ()

    def message(self, message_id: str) -> Message:
        """The message of that id."""
        return next(message for message in self.messages if message.id == message_id)
