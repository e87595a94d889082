"""Agencies, officers, accounts and consents."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, func, select

from govpr.models import Account, Agency, Consent, Officer
from govpr.models.converter import from_data, to_data
from govpr.storage.database import batches, upsert
from govpr.storage.tables import accounts, agencies, consents, officers


def save_agency(connection: Connection, agency: Agency) -> None:
    """Keep an agency, in place of what was known of it."""
    upsert(connection, agencies, [{"id": agency.id, "data": to_data(agency)}])


def agency(connection: Connection, agency_id: str) -> Agency | None:
    """One agency."""
    data = connection.execute(select(agencies.c.data).where(agencies.c.id == agency_id)).scalar()
    return None if data is None else from_data(data, Agency)


def all_officers(connection: Connection) -> tuple[Officer, ...]:
    """Every officer, by id."""
    rows = connection.execute(select(officers.c.data).order_by(officers.c.id)).scalars()
    return tuple(from_data(data, Officer) for data in rows)


def officers_after(connection: Connection, after: str, limit: int) -> tuple[Officer, ...]:
    """The next officers after an id, by id."""
    query = select(officers.c.data).where(officers.c.id > after).order_by(officers.c.id).limit(limit)
    return tuple(from_data(data, Officer) for data in connection.execute(query).scalars())


def officers_named(connection: Connection, ids: Iterable[str]) -> dict[str, Officer]:
    """Officers by id; unknown ids are left out."""
    wanted = select(officers.c.id, officers.c.data)
    some = (connection.execute(wanted.where(officers.c.id.in_(batch))) for batch in batches(dict.fromkeys(ids)))
    return {key: from_data(data, Officer) for rows in some for key, data in rows}


def count_officers(connection: Connection) -> int:
    """How many officers are known."""
    return connection.execute(select(func.count()).select_from(officers)).scalar_one()


def some_officers(connection: Connection, most: int) -> list[str]:
    """The ids of the first officers, for errors that say which there are."""
    return list(connection.execute(select(officers.c.id).order_by(officers.c.id).limit(most)).scalars())


def has_officer(connection: Connection, officer_id: str) -> bool:
    """Whether an officer of that id is known."""
    return connection.execute(select(officers.c.id).where(officers.c.id == officer_id)).scalar() is not None


def owners_of(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """Which officer bears which number, by digest."""
    known = select(officers.c.number_digest, officers.c.id)
    some = (connection.execute(known.where(officers.c.number_digest.in_(batch))) for batch in batches(digests))
    return {digest: owner for rows in some for digest, owner in rows}


def save_accounts(connection: Connection, values: Iterable[Account]) -> None:
    """Keep accounts."""
    rows = [
        {"id": account.id, "platform": account.platform, "officer": account.officer, "data": to_data(account)}
        for account in values
    ]
    upsert(connection, accounts, rows)


def all_accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account, by id."""
    rows = connection.execute(select(accounts.c.data).order_by(accounts.c.id)).scalars()
    return tuple(from_data(data, Account) for data in rows)


def official_accounts(connection: Connection) -> tuple[Account, ...]:
    """Every account of the agency itself, by id."""
    mine = select(accounts.c.data).where(accounts.c.officer.is_(None)).order_by(accounts.c.id)
    return tuple(from_data(data, Account) for data in connection.execute(mine).scalars())


def accounts_named(connection: Connection, ids: Iterable[str]) -> dict[str, Account]:
    """Accounts by id; unknown ids are left out."""
    wanted = select(accounts.c.id, accounts.c.data)
    some = (connection.execute(wanted.where(accounts.c.id.in_(batch))) for batch in batches(dict.fromkeys(ids)))
    return {key: from_data(data, Account) for rows in some for key, data in rows}


def count_accounts(connection: Connection) -> int:
    """How many accounts are known, official and personal."""
    return connection.execute(select(func.count()).select_from(accounts)).scalar_one()


def platforms(connection: Connection) -> tuple[str, ...]:
    """The platforms that there are accounts on, each found by a look into the index."""
    found: list[str] = []
    following = select(func.min(accounts.c.platform))
    while (name := connection.execute(following.where(accounts.c.platform > "".join(found[-1:]))).scalar()) is not None:
        found.append(name)
    return tuple(found)


def one_of_each_platform(connection: Connection) -> tuple[Account, ...]:
    """One account on each platform that there are accounts on."""
    some = select(accounts.c.data).limit(1)
    rows = (connection.execute(some.where(accounts.c.platform == name)).scalar_one() for name in platforms(connection))
    return tuple(from_data(data, Account) for data in rows)


def has_account(connection: Connection, account_id: str) -> bool:
    """Whether an account of that id is known."""
    return connection.execute(select(accounts.c.id).where(accounts.c.id == account_id)).scalar() is not None


def some_accounts(connection: Connection, most: int) -> list[str]:
    """The ids of the first accounts of the agency itself, for errors that say which there are."""
    mine = select(accounts.c.id).where(accounts.c.officer.is_(None)).order_by(accounts.c.id)
    return list(connection.execute(mine.limit(most)).scalars())


def account(connection: Connection, account_id: str) -> Account:
    """One account that is known to be there."""
    data = connection.execute(select(accounts.c.data).where(accounts.c.id == account_id)).scalar_one()
    return from_data(data, Account)


def accounts_owned_by(connection: Connection, officer_ids: Iterable[str]) -> tuple[Account, ...]:
    """The accounts of some officers, each officer's by id."""
    mine = select(accounts.c.data).order_by(accounts.c.officer, accounts.c.id)
    some = (connection.execute(mine.where(accounts.c.officer.in_(batch))) for batch in batches(officer_ids))
    return tuple(from_data(data, Account) for rows in some for data in rows.scalars())


def accounts_of(connection: Connection, officer_id: str) -> tuple[Account, ...]:
    """An officer's own accounts, by id."""
    mine = select(accounts.c.data).where(accounts.c.officer == officer_id).order_by(accounts.c.id)
    return tuple(from_data(data, Account) for data in connection.execute(mine).scalars())


def replace_consents(connection: Connection, values: Iterable[Consent]) -> None:
    """Keep consents as they are given, withdrawals included."""
    upsert(connection, consents, [_consent_row(consent) for consent in values])


def consents_of(connection: Connection, ids: Iterable[str]) -> tuple[Consent, ...]:
    """The consents of some officers, withdrawn ones too."""
    wanted = select(consents.c.data)
    some = (connection.execute(wanted.where(consents.c.officer.in_(batch))) for batch in batches(dict.fromkeys(ids)))
    return tuple(from_data(data, Consent) for rows in some for data in rows.scalars())


def all_consents(connection: Connection) -> tuple[Consent, ...]:
    """Every consent, withdrawn ones too."""
    order = (consents.c.officer, consents.c.account, consents.c.purpose)
    rows = connection.execute(select(consents.c.data).order_by(*order)).scalars()
    return tuple(from_data(data, Consent) for data in rows)


def _consent_row(consent: Consent) -> dict[str, object]:
    return {
        "officer": consent.officer,
        "account": consent.account,
        "purpose": consent.purpose,
        "data": to_data(consent),
    }
