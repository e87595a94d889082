# ruff: noqa: DTZ001  (hypothesis takes bounds without a zone)
"""Hypothesis strategies for every model: `of(Campaign)` draws valid campaigns, `EVERY_MODEL` lists the models."""

from datetime import datetime
from typing import Any

from hypothesis import strategies as st

from govpr import models as m
from govpr.models.regions import ZONES
from tests.values import (
    addresses,
    cid,
    counts,
    days,
    filled,
    hashes,
    in_order,
    languages,
    maybe,
    moments,
    named,
    plain,
    regions,
    several,
    slugs,
    spans,
    words,
    zones,
)

sources = st.builds(
    m.Source, title=filled, url=addresses, publisher=filled, published=maybe(days), archive=maybe(addresses)
)
aliases = in_order(days).flatmap(
    lambda span: st.builds(m.Alias, name=filled, since=st.just(span[0]), until=st.just(span[1]))
)
trainings = st.builds(m.Training, course=filled, completed=days)
badges = in_order(days).flatmap(
    lambda span: st.builds(m.Badge, number=filled, issued=st.just(span[0]), expires=st.just(span[1]))
)
variants = st.builds(
    m.Variant,
    id=slugs,
    text=plain,
    language=languages,
    platform=maybe(slugs),
    region=maybe(regions),
    officer=maybe(slugs),
)
media = st.builds(
    m.Media,
    file=st.builds("{}.png".format, slugs),
    alt=filled,
    kind=st.just(m.MediaKind.IMAGE),
    type=st.just("image/png"),
    digest=maybe(hashes),
    size=maybe(counts),
)
messages = st.builds(
    m.Message,
    id=slugs,
    title=filled,
    kind=st.sampled_from([kind for kind in m.MessageKind if kind is not m.MessageKind.CLARIFICATION]),
    variants=named(variants, 1),
    media=several(media, most=2),
    links=several(addresses),
    sources=several(sources),
    programme=maybe(slugs),
    narrative=maybe(st.builds("{}@{}".format, slugs, st.integers(1, 9))),
    factcheck=maybe(cid),
    claim=maybe(filled),
    appearances=several(addresses),
    corrects=maybe(slugs),
    correction=words,
)
participants = st.builds(m.Participants, units=several(slugs), officers=several(slugs), accounts=several(slugs))
variables = st.dictionaries(
    st.from_regex(r"[a-z]{3,8}", fullmatch=True).filter(lambda name: name != "agency"), words, max_size=3
)
officers = st.builds(
    m.Officer,
    id=slugs,
    name=filled,
    number=st.none(),
    unit=slugs,
    languages=several(languages, 1),
    region=regions,
    zone=zones,
    training=several(trainings),
    badge=maybe(badges),
)
findings = st.builds(
    m.Finding,
    code=filled,
    severity=st.sampled_from(m.Severity),
    message=filled,
    advice=words,
    path=words,
    post=maybe(slugs),
)
posts = st.builds(
    m.Post,
    campaign=slugs,
    wave=slugs,
    message=slugs,
    variant=slugs,
    account=slugs,
    platform=slugs,
    officer=maybe(slugs),
    due=moments,
    language=languages,
    title=words,
    parts=several(filled, 1),
    disclosure=words,
    media=several(media, most=2),
    kind=st.sampled_from(m.MessageKind),
    claim=maybe(filled),
    factcheck=maybe(cid),
    sources=several(sources),
    appearances=several(addresses),
    replaces=maybe(slugs),
    correction=words,
    instead_of=maybe(slugs),
    after=maybe(spans),
)
changes = st.builds(m.Change, post=slugs, kind=st.sampled_from(["added", "changed", "moved", "removed", "sent"]))
receipts = st.builds(m.Receipt, id=filled, url=addresses, at=maybe(moments), parts=several(filled), note=words)


@st.composite
def agencies(draw: st.DrawFn) -> m.Agency:
    """An agency whose units stand under one another, never in a circle."""
    ids = draw(st.lists(slugs, max_size=5, unique=True))
    above = [draw(st.sampled_from([None, *ids[:place]])) for place in range(len(ids))]
    units = tuple(m.Unit(id=one, name=draw(filled), parent=parent) for one, parent in zip(ids, above, strict=True))
    return m.Agency(
        id=draw(slugs), name=draw(filled), aliases=draw(several(aliases)), website=draw(maybe(addresses)), units=units
    )


@st.composite
def accounts(draw: st.DrawFn) -> m.Account:
    """An account; a personal one has its officer."""
    ownership = draw(st.sampled_from(m.Ownership))
    return m.Account(
        id=draw(slugs),
        platform=draw(slugs),
        handle=draw(filled),
        ownership=ownership,
        agency=draw(slugs),
        officer=draw(slugs) if ownership is m.Ownership.PERSONAL else None,
        server=draw(maybe(addresses)),
        credential=draw(maybe(st.builds("env:{}".format, slugs))),
    )


@st.composite
def consents(draw: st.DrawFn) -> m.Consent:
    """A consent that ends, by itself or by withdrawal, after it was given."""
    given, expires = draw(in_order(moments))
    withdrawn = draw(maybe(spans.map(lambda span: given + span)))
    return m.Consent(
        officer=draw(slugs),
        account=draw(slugs),
        purpose=draw(slugs),
        version=draw(filled),
        given=given,
        expires=expires,
        withdrawn=withdrawn,
    )


fallbacks = st.builds(m.Fallback, instead_of=slugs, to=slugs, after=spans, only=several(st.sampled_from(m.MessageKind)))


@st.composite
def campaigns(draw: st.DrawFn) -> m.Campaign:
    """A campaign whose waves name its messages, within its period."""
    starts, ends = sorted(draw(st.tuples(days, days)))
    said = draw(named(messages, 1))
    names = st.lists(st.sampled_from([message.id for message in said]), min_size=1, unique=True).map(tuple)
    times = st.datetimes(datetime.combine(starts, datetime.min.time()), datetime.combine(ends, datetime.max.time()))
    return m.Campaign(
        id=draw(slugs),
        title=draw(filled),
        agency=draw(slugs),
        goal=draw(filled),
        audience=draw(filled),
        author=draw(slugs),
        starts=starts,
        ends=ends,
        zone=draw(zones),
        participants=draw(participants),
        variables=draw(variables),
        messages=said,
        waves=draw(named(st.builds(m.Wave, id=slugs, at=times, messages=names, spread=spans), 1)),
        fallbacks=draw(several(fallbacks)),
    )


@st.composite
def narratives(draw: st.DrawFn) -> m.Narrative:
    """A narrative whose validity has a beginning."""
    valid_from, valid_until = draw(in_order(moments))
    return m.Narrative(
        id=draw(slugs),
        agency=draw(slugs),
        version=draw(st.integers(1, 9)),
        title=draw(filled),
        key_messages=draw(several(filled, 1)),
        sources=draw(several(sources, 1)),
        valid_from=valid_from,
        valid_until=valid_until,
        derived_from=draw(maybe(st.builds("{}@{}".format, slugs, st.integers(1, 9)))),
    )


@st.composite
def reports(draw: st.DrawFn) -> m.HoaxReport:
    """A tip; one that is not clarified says why."""
    at, answered = draw(in_order(moments))
    return m.HoaxReport(
        id=draw(slugs),
        channel=draw(slugs),
        text=draw(filled),
        at=at,
        within=draw(spans),
        state=draw(st.sampled_from(m.ReportState)),
        reason=draw(filled),
        claim=draw(maybe(slugs)),
        answered=answered,
        where=draw(words),
        seen=draw(maybe(moments)),
        picture=draw(words),
        language=draw(languages),
        region=draw(st.sampled_from(["ID", *ZONES])),
        reach=draw(maybe(counts)),
        reporter=draw(maybe(hashes)),
    )


claims = st.builds(m.Claim, text=filled, language=languages, topic=words, first_seen=maybe(moments))
reasons = st.sampled_from(m.Reason)


STRATEGIES: dict[type, st.SearchStrategy[Any]] = {
    m.Account: accounts(),
    m.Achievement: st.builds(
        m.Achievement, id=slugs, programme=slugs, statement=filled, on=days, sources=several(sources, 1)
    ),
    m.Agency: agencies(),
    m.Alias: aliases,
    m.Approval: st.builds(
        m.Approval,
        post=slugs,
        content_hash=hashes,
        by=slugs,
        at=moments,
        decision=st.sampled_from(m.Decision),
        note=words,
    ),
    m.Badge: badges,
    m.Campaign: campaigns(),
    m.Case: st.builds(
        m.Case,
        id=slugs,
        claim=claims,
        opened=moments,
        due=moments,
        state=st.sampled_from(m.CaseState),
        officer=maybe(slugs),
        reason=reasons,
        note=words,
        factcheck=maybe(cid),
        related=several(slugs),
        into=maybe(slugs),
    ),
    m.CaseStep: st.builds(
        m.CaseStep,
        case=slugs,
        event=filled,
        state=st.sampled_from(m.CaseState),
        at=moments,
        by=slugs,
        reason=maybe(reasons),
        note=words,
    ),
    m.Change: changes,
    m.Claim: claims,
    m.Clarification: st.builds(
        m.Clarification,
        claim=filled,
        fact=filled,
        conclusion=filled,
        verdict=st.sampled_from(m.Verdict),
        label=words,
        agency=slugs,
        sources=several(sources, 1),
        published=maybe(moments),
        factcheck=maybe(cid),
        case=maybe(slugs),
        version=st.integers(1, 9),
        correction=words,
        author=words,
        language=languages,
    ),
    m.Consent: consents(),
    m.Delivery: st.builds(
        m.Delivery,
        post=slugs,
        account=slugs,
        platform=slugs,
        state=st.sampled_from(m.DeliveryState),
        due=moments,
        content_hash=hashes,
        attempts=counts,
        lease=maybe(moments),
        worker=words,
        handles=st.dictionaries(slugs, words, max_size=3),
        receipt=maybe(receipts),
        problem=words,
    ),
    m.FactCheck: st.builds(
        m.FactCheck,
        cid=cid,
        text=filled,
        title=words,
        language=languages,
        publisher=filled,
        label=words,
        verdict=st.sampled_from(m.Verdict),
        url=addresses,
        published=maybe(days),
        conclusion=words,
        topic=words,
        licence=words,
        independent=st.booleans(),
    ),
    m.Finding: findings,
    m.HoaxReport: reports(),
    m.Media: media,
    m.Message: messages,
    m.Metrics: st.builds(
        m.Metrics,
        post=slugs,
        at=moments,
        views=maybe(counts),
        likes=maybe(counts),
        shares=maybe(counts),
        replies=maybe(counts),
        quotes=maybe(counts),
    ),
    m.Fallback: fallbacks,
    m.Narrative: narratives(),
    m.Officer: officers,
    m.Participants: participants,
    m.Plan: st.builds(
        m.Plan, campaign=slugs, author=slugs, posts=several(posts), findings=several(findings), changes=several(changes)
    ),
    m.Post: posts,
    m.Programme: st.builds(
        m.Programme, id=slugs, agency=slugs, title=filled, summary=filled, sources=several(sources, 1)
    ),
    m.Receipt: receipts,
    m.Sighting: st.builds(
        m.Sighting,
        claim=slugs,
        at=moments,
        channel=slugs,
        url=maybe(addresses),
        reach=maybe(counts),
        report=maybe(slugs),
    ),
    m.Source: sources,
    m.Training: trainings,
    m.Unit: st.builds(m.Unit, id=slugs, name=filled, parent=maybe(slugs)),
    m.Variant: variants,
    m.Wave: st.builds(
        m.Wave,
        id=slugs,
        at=moments | st.datetimes(datetime(1990, 1, 1), datetime(2099, 1, 1)),
        messages=several(slugs, 1),
        spread=spans,
    ),
}
"""A strategy for every model but the civil servants' number, which no document holds."""

EVERY_MODEL = sorted(STRATEGIES, key=lambda kind: kind.__name__)


def of(kind: type) -> st.SearchStrategy[Any]:
    """Valid values of a model."""
    return STRATEGIES[kind]
