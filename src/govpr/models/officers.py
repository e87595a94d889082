"""Civil servants in the programme."""

from datetime import date
from typing import Any

from attrs import Attribute, field, frozen

from govpr.errors import InvalidValue
from govpr.identifiers import OfficerNumber
from govpr.models import _checks as check
from govpr.models.regions import WIB, ZONES


@frozen(kw_only=True)
class Training:
    """A course that an officer finished.

    Args:
        course: Its name.
        completed: The day.
    """

    course: str = field(validator=check.filled)
    completed: date


@frozen(kw_only=True)
class Badge:
    """The mark by which the public knows that somebody speaks for the government.

    Args:
        number: As printed on the badge.
        issued: The day.
        expires: Last day, or None.
    """

    number: str = field(validator=check.filled)
    issued: date
    expires: date | None = field(default=None, validator=check.ordered("issued", "expires"))

    def valid_on(self, day: date) -> bool:
        """Whether it may be shown on that day."""
        return self.issued <= day and (self.expires is None or day <= self.expires)


@frozen(kw_only=True)
class Officer:
    """A civil servant who speaks for an agency. Name and number never appear in its repr.

    Args:
        id: A short name inside the workspace; not the NIP.
        name: As shown to colleagues.
        number: NIP or NI PPPK. None once stored: the store keeps only a keyed digest.
        unit: The id of the officer's unit.
        languages: Languages the officer writes, best first.
        region: Province (ISO 3166-2:ID), or `ID` for the whole country.
        zone: Time zone.
        training: Courses finished.
        badge: The badge, once issued.

    Example:
        >>> Officer(id="ayu", name="Ayu (contoh)", unit="ikp", region="ID-BA", zone="Asia/Makassar")
        Officer(id='ayu', unit='ikp', languages=('id',), region='ID-BA', zone='Asia/Makassar', training=(), badge=None)
    """

    id: str = field(validator=check.slug)
    name: str = field(validator=check.filled, repr=False)
    number: OfficerNumber | None = field(default=None, repr=False)
    unit: str = field(validator=check.slug)
    languages: tuple[str, ...] = field(default=("id",), validator=check.some)
    region: str = field(default="ID")
    zone: str = field(default=WIB, validator=check.zone)
    training: tuple[Training, ...] = ()
    badge: Badge | None = None

    @languages.validator
    def _tags(self, attribute: "Attribute[Any]", languages: tuple[str, ...]) -> None:
        for tag in languages:
            check.language(self, attribute, tag)

    @region.validator
    def _known(self, _attribute: "Attribute[Any]", region: str) -> None:
        if region != "ID" and region not in ZONES:
            raise InvalidValue("Officer.region", f"is {region!r}", "write a province such as ID-JB, or ID")
