"""From a case to a clarification, its campaign, and its corrections."""

from attrs import evolve, field, frozen
from sqlalchemy import Connection

from govpr.errors import NotAllowed, NotFound
from govpr.governance import approval
from govpr.hoaxes.desk.drafting import Draft, clarification, corrected
from govpr.hoaxes.desk.speaking import to_campaign
from govpr.hoaxes.desk.states import CaseEvent, Order
from govpr.models import (
    Campaign,
    Case,
    CaseState,
    Clarification,
    Delivery,
    FactCheck,
    Ownership,
    Participants,
    Source,
)
from govpr.models.regions import WIB
from govpr.storage import desk as stored
from govpr.storage import evidence, people, rumours
from govpr.storage.desk import Version
from govpr.workspace.campaigns import Campaigns
from govpr.workspace.context import Context
from govpr.workspace.desk.board import advice_of
from govpr.workspace.desk.publishing import mark_released, published_of, withdraw_unsent
from govpr.workspace.desk.steps import addresses, known_case, known_person, take_step


@frozen(kw_only=True)
class Clarified:
    """A clarification that was written, and what carries it.

    Args:
        case: The case.
        clarification: What is said.
        campaign: The campaign that says it: plan, approve and deliver it like any other. None where only those who
            reported the claim are answered; then another officer releases it.
    """

    case: Case
    clarification: Clarification
    campaign: Campaign | None = None


@frozen(kw_only=True)
class Corrected:
    """A correction that was written, and every place that it has to reach.

    Args:
        case: The case.
        clarification: The new version.
        campaign: The campaign that says it on every account where an older version is, or may be.
        published: Deliveries of older versions that the public may have seen.
        withdrawn: Deliveries of older versions that did not go out any more.
        answered: The reports whose reporters were given an older version, and are told again once this one is out.
    """

    case: Case
    clarification: Clarification
    campaign: Campaign | None = None
    published: tuple[Delivery, ...] = field(default=())
    withdrawn: tuple[Delivery, ...] = field(default=())
    answered: tuple[str, ...] = ()


def clarify(
    context: Context,
    case: str,
    draft: Draft,
    *,
    by: str,
    public: bool,
    override: str,
    accounts: tuple[str, ...],
    factcheck: str | None,
) -> Clarified:
    """Write the clarification of a case."""
    with context.database.read() as connection:
        known_person(connection, by)
        known = known_case(connection, case)
        _refuse_published(connection, known)
        if public and not override.strip():
            _refuse_unseen(context, connection, known)
        checked = _factcheck(connection, factcheck or known.factcheck)
        said = clarification(draft, known, agency=context.agency().id, author=by, checked=checked)
        said = evolve(said, sources=_archived(connection, said.sources))
        campaign = _campaign(context, connection, said, _speakers(connection, accounts)) if public else None
    withdraw_unsent(context, case, by)
    kept = None if campaign is None else Campaigns(context).add(campaign)
    with context.database.write() as connection:
        version = Version(case=case, clarification=said, campaign=None if kept is None else kept.id)
        stored.save_version(connection, version)
        order = Order(at=context.clock(), by=by, note=override)
        now = evolve(known_case(connection, case), factcheck=said.factcheck)
        return Clarified(
            case=take_step(context, connection, now, CaseEvent.DRAFTED, order), clarification=said, campaign=kept
        )


def release(context: Context, case: str, by: str) -> Case:
    """Let a clarification that no campaign carries be told to those who reported the claim.

    Raises:
        NotAllowed: Its author asks, or a campaign carries it: then its approval and delivery decide.
        NotFound: There is no clarification of the case.
    """
    with context.database.write() as connection:
        known = known_case(connection, case)
        versions = stored.versions_of(connection, [case])
        if not versions:
            raise NotFound("clarification", case, advice=f"write it: govpr hoax desk clarify {case}")
        newest = versions[-1]
        person = people.has_officer(connection, by)
        approval.check_approver(by, author=newest.clarification.author, known=person)
        if newest.campaign is not None:
            advice = f"govpr plan {newest.campaign}, approve and deliver it"
            raise NotAllowed("desk.campaign", f"the clarification of {case} goes out as a campaign", advice)
        if known.state not in {CaseState.DRAFTED, CaseState.CORRECTING}:
            advice = f"see what happened to it: govpr hoax desk show {case}"
            raise NotAllowed("desk.state", f"{case} is {known.state.value}: nothing of it waits to be released", advice)
        mark_released(context, connection, newest, (), by)
        return known_case(connection, case)


def correct(context: Context, case: str, draft: Draft, *, by: str, note: str) -> Corrected:
    """Write a corrected version, for every place where an older one is or may be."""
    with context.database.read() as connection:
        known_person(connection, by)
        versions = stored.versions_of(connection, [case])
        if not versions:
            raise NotFound("clarification", case, advice=f"write it: govpr hoax desk clarify {case}")
        published = published_of(connection, case)
        if not published and all(version.released is None for version in versions):
            advice = f"write it anew: govpr hoax desk clarify {case}"
            raise NotAllowed("desk.unpublished", f"nobody has been told the clarification of {case}", advice)
        said = corrected(versions[-1].clarification, draft, author=by, note=note)
        said = evolve(said, sources=_archived(connection, said.sources))
        told = sorted({report for report, _, version in stored.answered(connection, [case]) if version > 0})
        campaign = _correction(context, connection, said, published)
    withdrawn = withdraw_unsent(context, case, by)
    kept = None if campaign is None else Campaigns(context).add(campaign)
    with context.database.write() as connection:
        stored.save_version(
            connection, Version(case=case, clarification=said, campaign=None if kept is None else kept.id)
        )
        order = Order(at=context.clock(), by=by, note=note)
        after = take_step(context, connection, known_case(connection, case), CaseEvent.CORRECTED, order)
    return Corrected(
        case=after,
        clarification=said,
        campaign=kept,
        published=published,
        withdrawn=withdrawn,
        answered=tuple(told),
    )


def _refuse_published(connection: Connection, case: Case) -> None:
    released = any(version.released for version in stored.versions_of(connection, [case.id]))
    if released or published_of(connection, case.id):
        advice = f"correct it: govpr hoax desk correct {case.id}"
        raise NotAllowed("desk.published", f"an answer to {case.id} is out already", advice)


def _refuse_unseen(context: Context, connection: Connection, case: Case) -> None:
    reports, seen = stored.reports_of(connection, [case.id]), stored.sightings_of(connection, [case.id])
    advice = advice_of(context.settings.desk, reports, seen)
    if not advice.public:
        rest = "answer privately (public=False, --private), or say why in public all the same (override)"
        raise NotAllowed("desk.below-reach", advice.why, rest)


def _factcheck(connection: Connection, cid: str | None) -> FactCheck | None:
    return rumours.factchecks_of(connection, [cid]).get(cid) if cid else None


def _archived(connection: Connection, sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """Each source with the newest copy that `workspace.evidence` has of it, where none is named."""

    def copy_of(source: Source) -> Source:
        copies = () if source.archive else evidence.find_copies(connection, source.url)
        return evolve(source, archive=copies[-1].reference) if copies else source

    return tuple(copy_of(source) for source in sources)


def _speakers(connection: Connection, accounts: tuple[str, ...]) -> Participants:
    """Official accounts, all of them where none is named."""
    return Participants(accounts=accounts or tuple(one.id for one in people.official_accounts(connection)))


def _correction(
    context: Context, connection: Connection, said: Clarification, published: tuple[Delivery, ...]
) -> Campaign | None:
    """A campaign for every account that an older version reached, or may have reached."""
    if not published:
        return None
    reached = {delivery.account for delivery in published}
    accounts = people.accounts_named(connection, sorted(reached)).values()
    official = sorted(account.id for account in accounts if account.ownership is Ownership.OFFICIAL)
    owners = sorted({account.officer for account in accounts if account.officer is not None})
    return _campaign(context, connection, said, Participants(accounts=tuple(official), officers=tuple(owners)))


def _campaign(context: Context, connection: Connection, said: Clarification, who: Participants) -> Campaign:
    case = known_case(connection, said.case or "")
    theirs = (account for name in who.officers for account in people.accounts_of(connection, name))
    speaking = (*people.accounts_named(connection, who.accounts).values(), *theirs)
    limits = {name: platform.rules.text.limit for name, platform in context.platforms(speaking).items()}
    return to_campaign(
        said,
        case=case.id,
        participants=who,
        at=context.clock(),
        zone=WIB,
        appearances=addresses(connection, case),
        limits=limits,
    )
