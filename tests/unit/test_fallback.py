"""A message goes elsewhere while a service is away: once, never twice, and everybody can see who did it."""

from pathlib import Path

import pytest
from tests.office import Office
from tests.standing import STANDING, Services, standing_office

from govpr.models import Delivery, DeliveryState
from govpr.workspace import Workspace

S = DeliveryState


@pytest.fixture
def services() -> Services:
    return Services()


@pytest.fixture
def office(tmp_path: Path, services: Services) -> Office:
    return standing_office(tmp_path, services)


def approved(ws: Workspace, office: Office, text: str = STANDING) -> None:
    ws.approve(ws.plan(office.campaign(ws, text)), by="ketua")


def both(ws: Workspace) -> tuple[Delivery, Delivery]:
    """The post, and the one that stands by for it."""
    found = {one.account: one for one in ws.deliveries()}
    return found["kanal"], found["cadangan"]


def states(ws: Workspace) -> tuple[DeliveryState, DeliveryState]:
    first, standby = both(ws)
    return first.state, standby.state


def minutes(ws: Workspace, office: Office, count: int) -> None:
    """Let workers look every minute."""
    for _ in range(count):
        ws.deliver()
        office.clock.pass_by(minutes=1)
    ws.deliver()


def test_a_post_that_stands_by_is_planned_and_approved_and_does_not_go_out(office: Office, services: Services) -> None:
    with office.open() as ws:
        plan = ws.plan(office.campaign(ws, STANDING))
        first, standby = sorted(plan.posts, key=lambda post: post.instead_of is not None)
        assert (first.account, standby.account, standby.instead_of) == ("kanal", "cadangan", first.id)
        assert standby.due == first.due
        assert "Akun resmi" in standby.text
        assert set(ws.approve(plan, by="ketua").posts) == {first.id, standby.id}
        assert states(ws) == (S.APPROVED, S.STANDING_BY)
        assert services.said() == []
        ws.deliver()
        assert states(ws) == (S.SENT, S.STANDING_BY)
        ws.deliver()
        assert states(ws) == (S.SENT, S.WITHDRAWN)
        assert services.said() == ["warta"]
        assert ws.plan("layanan").changes == ()
        assert states(ws) == (S.SENT, S.WITHDRAWN)


def test_it_steps_in_once_the_service_is_out_of_reach_for_long_enough(office: Office, services: Services) -> None:
    services.always = {"warta": "refused connection"}
    with office.open() as ws:
        approved(ws, office)
        minutes(ws, office, 29)
        assert services.said() == []
        assert states(ws) == (S.APPROVED, S.STANDING_BY)
        minutes(ws, office, 2)
        assert services.said() == ["siaran"]
        assert states(ws) == (S.WITHDRAWN, S.SENT)
        first, standby = both(ws)
        assert "cadangan says it instead" in first.problem
        services.always = {}
        minutes(ws, office, 60)
        assert services.said() == ["siaran"]
        (entry,) = (entry for entry in ws.audit() if entry.action == "post.fell_back")
        assert (entry.actor, entry.subject) == ("govpr", first.post)
        assert entry.detail["to"] == standby.post
        assert entry.detail["approved_by"] == "ketua"
        assert ws.verify() is None


def test_a_plan_that_is_made_again_brings_neither_back(office: Office, services: Services) -> None:
    services.always = {"warta": "refused connection"}
    with office.open() as ws:
        approved(ws, office)
        minutes(ws, office, 31)
        services.always = {}
        for text in (STANDING, STANDING.replace("Mulai pekan ini", "Sejak pekan ini").replace("setiap", "tiap")):
            plan = ws.plan(office.campaign(ws, text))
            assert {change.kind for change in plan.changes} <= {"sent"}
            assert ws.approve(plan, by="ketua").posts == ()
            assert states(ws) == (S.WITHDRAWN, S.SENT)
        minutes(ws, office, 3)
        assert services.said() == ["siaran"]


def test_it_stands_by_on_while_nobody_knows_whether_the_post_is_out(office: Office, services: Services) -> None:
    services.weather = {"warta": ["lost"]}
    services.always = {"warta": "refused connection"}
    with office.open() as ws:
        approved(ws, office)
        minutes(ws, office, 90)
        assert services.said() == ["warta"]
        assert states(ws)[1] is S.STANDING_BY
        services.always = {}
        minutes(ws, office, 60)
        if states(ws)[0] is S.FAILED:
            ws.retry(both(ws)[0].post, by="ketua")
            minutes(ws, office, 2)
        assert states(ws) == (S.SENT, S.WITHDRAWN)
        assert services.said() == ["warta"]
