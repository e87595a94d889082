"""The contract that every hoax database keeps, ours or a ministry's own."""

from datetime import date
from functools import partial

from govpr.hoaxes.databases.protocol import HoaxDatabase, Query, Tip
from govpr.settings import DatabaseSettings
from govpr.testing import _database_conduct, _database_trouble, _steps
from govpr.testing.database_subject import QUERY, TIP, DatabaseSubject
from govpr.testing.servers import Routes
from govpr.testing.subject import Check

_ALL = (
    _database_conduct.it_declares_itself,
    _database_conduct.all_is_well,
    _database_conduct.calls_stay_on_declared_hosts,
    _database_conduct.searching_changes_nothing,
    _database_conduct.replies_alone_decide,
    _database_conduct.no_call_carries_a_credential,
    _database_conduct.entries_are_whole,
    _database_conduct.identifiers_are_the_databases_own,
    _database_conduct.terms_stay_with_each_entry,
    _steps.it_closes_quietly,
    _database_trouble.refusals_are_typed_errors,
    _database_trouble.odd_answers_are_typed_errors,
    _database_trouble.lost_answers_are_not_silence,
)
_WHERE_ABLE = (
    ("changes", _database_conduct.pages_come_to_an_end),
    ("submit", _database_conduct.a_tip_is_passed_on_once),
)


def database_checks(
    adapter: HoaxDatabase,
    database: DatabaseSettings,
    routes: Routes,
    *,
    query: Query = QUERY,
    since: date | None = None,
    tip: Tip = TIP,
) -> list[Check]:
    """The checks that a hoax database has to pass, one for each clause that concerns it.

    Args:
        adapter: The adapter.
        database: Which database it speaks to, with the address and options that it needs.
        routes: What its service answers when all is well; see `scripted`. Some answer has an entry in it, and the last
            page of a reading says that it is the last: `[first, second, empty]` where each call gets the next.
        query: What is searched for.
        since: From which day on it is read through; None for everything.
        tip: What is passed on to a database that takes tips.

    Example:
        The whole test of an adapter with pytest:

            CHECKS = database_checks(Periksa(), DATABASE, {"GET /api/cari": answer({"hasil": [ENTRY]})})

            @pytest.mark.parametrize("check", CHECKS, ids=str)
            def test_periksa_keeps_the_contract(check):
                check()
    """
    subject = DatabaseSubject(adapter=adapter, database=database, routes=routes, query=query, since=since, tip=tip)
    able = [clause for ability, clause in _WHERE_ABLE if hasattr(adapter, ability)]
    return [Check(clause.__name__.replace("_", " "), partial(clause, subject)) for clause in (*_ALL, *able)]
