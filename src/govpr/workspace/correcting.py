"""Correct what is out: a small campaign of its own, so that its words are planned, checked and approved like any."""

from datetime import timedelta

from attrs import evolve
from sqlalchemy import Connection

from govpr.errors import InputError, NotAllowed, NotFound, Problem
from govpr.identifiers import stable_id
from govpr.models import Campaign, DeliveryState, Participants, Post, Wave
from govpr.storage import outbox, people, plans
from govpr.workspace.context import Context

_LASTS = timedelta(days=30)


def correction_of(context: Context, post: str, *, text: str, correction: str, by: str) -> Campaign:
    """The campaign that says it rightly, on the account of a post that is out.

    Raises:
        NotFound: There is no such delivery.
        NotAllowed: It is not out, or who wants it is no officer here.
        InputError: The words, or what was wrong, are missing.
    """
    missing = [name for name, value in (("text", text), ("correction", correction)) if not value.strip()]
    if missing:
        raise InputError([Problem(name, "is empty", "say it, in words that readers understand") for name in missing])
    now = context.clock()
    with context.database.read() as connection:
        wrong = _out(connection, post, by)
        known = {campaign.id: campaign for campaign in plans.all_campaigns(connection)}
        name = _name(connection, wrong, known)
    before = known[wrong.campaign]
    said = before.message(wrong.message)
    variant = next((one for one in said.variants if one.id == wrong.variant), said.variants[0])
    words = evolve(variant, text=text, platform=wrong.platform, region=None, officer=None)
    mine = {"officers": (wrong.officer,)} if wrong.officer else {"accounts": (wrong.account,)}
    return Campaign(
        id=name,
        title=before.title,
        agency=before.agency,
        goal=before.goal,
        audience=before.audience,
        author=by,
        starts=now.date(),
        ends=(now + _LASTS).date(),
        zone=before.zone,
        participants=Participants(**mine),
        variables=before.variables,
        messages=(evolve(said, variants=(words,), corrects=before.id, correction=correction),),
        waves=(Wave(id=wrong.wave, at=now, messages=(said.id,)),),
    )


def _out(connection: Connection, post: str, by: str) -> Post:
    """The post that was wrong: for a correction of a correction, the one that stands on the platform."""
    delivery = outbox.get(connection, post)
    if delivery is None:
        raise NotFound("delivery", post)
    if not people.has_officer(connection, by):
        raise NotAllowed("officer.unknown", f"{by!r} is no officer here", "give the id of a known officer")
    if delivery.state is not DeliveryState.SENT:
        advice = "what is not out yet is changed in its campaign: change the message, plan and approve it again"
        raise NotAllowed("delivery.state", f"{post} is {delivery.state.value}", advice)
    found = plans.posts_of(connection, [post])[post]
    first = plans.posts_of(connection, [found.replaces]).get(found.replaces) if found.replaces else None
    return first or found


def _name(connection: Connection, wrong: Post, known: dict[str, Campaign]) -> str:
    """The same name until that correction is out: who thinks again changes it; the next one has another."""
    number = 1
    while True:
        name = stable_id("koreksi", (wrong.id, str(number)))
        out = [d for d in outbox.find(connection, campaign=name) if d.is_out] if name in known else []
        if not out:
            return name
        number += 1
