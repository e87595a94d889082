"""Who may be asked to speak: consent, training and badge of an officer for one account."""

from collections.abc import Iterable
from datetime import datetime

from govpr.models import Account, Consent, Finding, Officer, Ownership, Severity

SHARE_KIT = "share-kit"


def eligibility(
    account: Account, officer: Officer | None, consents: Iterable[Consent], moment: datetime
) -> Finding | None:
    """Why nothing may be planned for an account, or None when it takes part.

    The programme as announced in 2019 wants officers trained and badged; consent is this library's rule.

    Args:
        account: An official account always takes part.
        officer: The owner of a personal account.
        consents: All that is known.
        moment: When the post would go out.
    """
    if account.ownership is Ownership.OFFICIAL:
        return None
    if officer is None:
        return _finding("officer.unknown", account, "its owner is not among the officers", "load the officer first")
    if not any(_covers(consent, account, moment) for consent in consents):
        return _finding("consent.missing", account, "its owner has given no consent", "ask, and load the consent")
    if not officer.training:
        return _finding("officer.untrained", account, "its owner has not been trained", "train the officer first")
    if officer.badge is None or not officer.badge.valid_on(moment.date()):
        return _finding("officer.no-badge", account, "its owner bears no valid badge", "issue or renew the badge")
    return None


def _covers(consent: Consent, account: Account, moment: datetime) -> bool:
    return consent.account == account.id and consent.purpose == SHARE_KIT and consent.holds_at(moment)


def _finding(code: str, account: Account, why: str, advice: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.INFO,
        message=f"nothing is planned for {account.id}: {why}",
        advice=advice,
        path=f"accounts[{account.id}]",
    )
