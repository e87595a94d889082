"""Every outcome on order: what a ministry's developers see without a token."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from attrs import frozen

from govpr.delivery.dispatch import Job, dispatch
from govpr.errors import NeedsHuman, Partial
from govpr.http.calls import Call, Flow
from govpr.http.drivers import run
from govpr.models import Account, DeliveryState, Post, Receipt
from govpr.platforms.protocol import Outgoing
from govpr.platforms.sandbox import SCENARIOS, Sandbox
from govpr.sandbox import SandboxFolder
from govpr.workspace import Workspace
from tests.office import MORNING, Office, for_account, with_account
from tests.platforms.sandbox import ACCOUNT

S = DeliveryState
FIRST = {
    "delivered": S.SENT,
    "refused": S.REFUSED,
    "throttled": S.APPROVED,
    "unreachable": S.IN_DOUBT,
    "in-doubt": S.IN_DOUBT,
    "unknown": S.IN_DOUBT,
    "duplicate": S.REFUSED,
    "submitted": S.SUBMITTED,
    "unauthorized": S.FAILED,
    "misconfigured": S.FAILED,
    "partial": S.SENT,
}
LATER = {"throttled": S.SENT, "unreachable": S.SENT, "in-doubt": S.SENT, "submitted": S.SENT}


def ordered(office: Office, handle: str) -> Workspace:
    """A workspace in which one post on an account with this handle is approved."""
    agency = with_account("sandbox", handle).replace(f'handle = "{handle}"', f'handle = "@{handle}"')
    workspace = office.found(agency)
    plan = workspace.plan(office.campaign(workspace, for_account(handle)))
    workspace.approve(plan, by="ketua")
    return workspace


def state(workspace: Workspace) -> DeliveryState:
    (delivery,) = workspace.deliveries()
    return delivery.state


def published(office: Office) -> list[int]:
    return [json.loads(file.read_text("utf-8"))["published"] for file in office.folder.glob("kantor/sandbox/posts/*")]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_an_outcome_is_ordered_by_the_handle(tmp_path: Path, scenario: str) -> None:
    office = Office(tmp_path, platforms={"sandbox": Sandbox()})
    with ordered(office, scenario) as workspace:
        workspace.deliver()
        assert state(workspace) is FIRST[scenario]
        office.clock.pass_by(hours=2)
        workspace.deliver()
        assert state(workspace) is LATER.get(scenario, FIRST[scenario])
    assert published(office) in ([], [1])
    assert set(FIRST) == set(SCENARIOS)


@frozen
class Practice:
    """A platform under another name whose calls stay on this machine: nothing but its own file says so."""

    name = "latihan"
    hosts = frozenset[str]()
    schemes = frozenset({"sandbox"})
    rules = Sandbox.rules

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        return (yield from Sandbox().publish(part, account))


def test_a_platform_of_another_name_is_answered_by_what_its_calls_begin_with(tmp_path: Path) -> None:
    office = Office(tmp_path, platforms={"latihan": Practice()})
    with office.found(with_account("latihan", "delivered")) as workspace:
        workspace.approve(workspace.plan(office.campaign(workspace, for_account("delivered"))), by="ketua")
        workspace.deliver()
        assert state(workspace) is S.SENT
    assert published(office) == [1]


def test_the_text_orders_before_the_handle(tmp_path: Path) -> None:
    office = Office(tmp_path, platforms={"sandbox": Sandbox()})
    with office.found(with_account("sandbox", "refused")) as workspace:
        campaign = office.campaign(workspace, for_account("refused").replace('."', '. [delivered]"'))
        workspace.approve(workspace.plan(campaign), by="ketua")
        workspace.deliver()
    assert published(office) == [1]


def test_a_thread_breaks_off_after_its_first_part(tmp_path: Path) -> None:
    values = {"campaign": "k", "wave": "w", "message": "m", "variant": "v", "account": "coba", "platform": "sandbox"}
    post = Post(**values, due=MORNING, parts=("Satu [partial]", "Dua [partial]"))  # type: ignore[arg-type]
    job = Job(post=post, account=ACCOUNT, platform=Sandbox(), at=MORNING, now=MORNING, handles={})
    handles: dict[str, str] = {}
    with pytest.raises(Partial, match="refuses this text") as caught:
        run(dispatch(job, handles.__setitem__), SandboxFolder(tmp_path).send)
    assert len(caught.value.done) == 1
    assert len(list((tmp_path / "posts").iterdir())) == 1


def test_what_is_damaged_or_unknown_is_said(tmp_path: Path) -> None:
    folder = SandboxFolder(tmp_path)
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / "0a.json").write_text("{")
    with pytest.raises(NeedsHuman, match=r"0a\.json"):
        folder.send(Call("GET", "sandbox://coba/posts/0a"))
    for address in ("sandbox://coba/posts/..%2Fx", "sandbox://coba/lain/0a", "sandbox://coba/posts/0b"):
        assert folder.send(Call("GET", address)).status == 404


def test_made_up_counts_are_the_same_each_time(tmp_path: Path) -> None:
    office = Office(tmp_path, platforms={"sandbox": Sandbox()})
    with ordered(office, "delivered") as workspace:
        workspace.deliver()
        first = workspace.measure()
        office.clock.now += timedelta(days=1)
        assert (first, workspace.measure()) == (1, 1)
        (found,) = workspace.accounts.check("delivered")
    assert found.can_post
