"""The public API as users type it: checked by pyright strict and mypy, never run."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import assert_type

from attrs import frozen

import govpr
from govpr import AsyncWorkspace, DeliveryError, InvalidFile, NotAllowed, Problem, Workspace
from govpr.content.rules import Length, Rules
from govpr.errors import Outcome
from govpr.hoaxes.desk.answers import Answer
from govpr.hoaxes.images.matching import PictureDecision, PictureMatch
from govpr.hoaxes.matching import Decision, Match
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.replies import expect, required
from govpr.models import (
    Account,
    Campaign,
    Clarification,
    Delivery,
    DeliveryState,
    FactCheck,
    Finding,
    HoaxReport,
    Officer,
    Plan,
    Post,
    Receipt,
    Severity,
    Source,
)
from govpr.models.evidence import Copy
from govpr.platforms.protocol import Finds, Outgoing, Platform
from govpr.testing import Check, answer, contract_checks, fault_checks
from govpr.workspace import Approved, Delivered, Status
from govpr.workspace.desk.board import Card
from govpr.workspace.desk.clarifying import Corrected
from govpr.workspace.desk.intake import Received


def a_campaign(folder: Path) -> None:
    with Workspace.init(folder, agency="agency.toml", language="en") as workspace:
        assert_type(workspace, Workspace)
        workspace.officers.load("officers.csv")
        assert_type(workspace.officers.all(), tuple[Officer, ...])
        assert_type(workspace.hoaxes.load("a.csv", folder / "b.jsonl", publisher="MAFINDO"), int)
        campaign = workspace.campaigns.load(folder / "campaign.toml")
        assert_type(campaign, Campaign)
        plan = workspace.plan(campaign)
        assert_type(plan, Plan)
        assert_type(workspace.plan("siaga-banjir", store=False), Plan)
        assert_type(plan.ready, tuple[Post, ...])
        assert_type([finding for finding in plan.findings if finding.severity is Severity.ERROR], list[Finding])
        assert_type(workspace.approve(plan, by="joko", note="read"), Approved)
        outcome = workspace.deliver()
        assert_type(outcome, Delivered)
        assert_type(outcome.troubled, tuple[Delivery, ...])
        assert_type(workspace.deliveries(DeliveryState.SENT, campaign="siaga-banjir"), tuple[Delivery, ...])
        assert_type(workspace.resolve("post-1", published=True, by="joko"), Delivery)
        assert_type(workspace.calendar(plan), bytes)
        assert_type(workspace.write_report(campaign.id), tuple[Path, ...])
        assert_type(workspace.status(), Status)
        assert_type(workspace.status().deliveries, Mapping[DeliveryState, int])
        assert_type(workspace.verify(), int | None)


def evidence_and_pictures(workspace: Workspace, answer: Clarification) -> None:
    assert_type(workspace.evidence.archive("https://bps.go.id/1"), Copy)
    assert_type(workspace.evidence.archive_sources(answer.sources), tuple[Source, ...])
    assert_type(workspace.evidence.verify(), tuple[Problem, ...])
    match = workspace.pictures.check("received.jpg")
    assert_type(match, PictureMatch)
    assert_type(match.decision, PictureDecision)
    assert_type(match.factchecks, tuple[FactCheck, ...])


def the_desk(workspace: Workspace) -> None:
    assert_type(workspace.desk.report("Bansos cair", channel="whatsapp"), Received)
    assert_type(workspace.desk.cases(), tuple[Card, ...])
    done = workspace.desk.clarify("kasus", by="ani")
    assert_type(done.clarification, Clarification)
    assert_type(done.campaign, Campaign | None)
    assert_type(workspace.desk.answers(), tuple[Answer, ...])
    assert_type(workspace.desk.correct(done.clarification, by="ani", note="salah"), Corrected)


def a_clock_and_platforms(folder: Path) -> None:
    noon = datetime(2026, 11, 10, 12, tzinfo=UTC)
    workspace = Workspace.open(folder, clock=lambda: noon, jitter=lambda: 0.5, platforms={"warta": Warta()})
    workspace.close()


def a_message(workspace: Workspace) -> str:
    match = workspace.hoaxes.check("Bansos cair hari ini", top=3)
    assert_type(match, Match)
    assert_type(match.decision, Decision)
    assert_type(match.factcheck, FactCheck | None)
    if match.factcheck is None:
        return "nothing found"
    workspace.hoaxes.report(HoaxReport(id="r1", channel="whatsapp", text="...", at=datetime.now(UTC)))
    return match.factcheck.url


async def the_same_awaited(folder: Path) -> None:
    async with await AsyncWorkspace.open(folder) as workspace:
        assert_type(workspace, AsyncWorkspace)
        campaign = await workspace.campaigns.load("campaign.toml")
        assert_type(campaign, Campaign)
        plan = await workspace.plan(campaign)
        assert_type(await workspace.approve(plan, by="joko"), Approved)
        assert_type(await workspace.deliver(), Delivered)
        assert_type(await workspace.hoaxes.check("Bansos cair hari ini"), Match)


def errors(workspace: Workspace) -> None:
    try:
        workspace.campaigns.load("campaign.toml")
    except InvalidFile as error:
        assert_type(error.problems, tuple[Problem, ...])
        assert_type(error.problems[0].line, int | None)
    except NotAllowed as error:
        assert_type(error.code, str)
    except DeliveryError as error:
        assert_type(error.outcome, Outcome)
    except govpr.GovprError:
        pass


@frozen
class Warta:
    """An adapter needs no base class: having the members is enough."""

    name = "warta"
    hosts = frozenset({"warta.example.go.id"})
    rules = Rules(text=Length(limit=500), source="handbook")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield Call("POST", "https://warta.example.go.id/api", Json({"text": part.text}), effect=Effect.KEYED)
        return Receipt(id=required(expect(reply, 201), reply, "id"))

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        reply = yield Call("GET", f"https://warta.example.go.id/api/{part.key}")
        return None if reply.status == 404 else Receipt(id=required(expect(reply), reply, "id"))


def an_adapter(account: Account) -> Finds:
    platform: Platform = Warta()
    checks = contract_checks(platform, account, {"POST /api": answer({"id": "7"}, 201)})
    assert_type(checks, list[Check])
    faults = fault_checks(platform, account, {"POST /api": answer({"id": "7"}, 201)}, own={"409": None})
    assert_type(faults, list[Check])
    return Warta()
