"""Plans of any size: the same as plans of a few posts, stopped and taken up again, and little is written twice."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from tests.office import AGENCY, CAMPAIGN, OFFICERS, Office

from govpr.errors import NotAllowed, NotFound, StoreError
from govpr.models import DeliveryState
from govpr.storage import members
from govpr.workspace import Workspace, deciding

_ROWS = ("posts", "deliveries", "findings", "approvals")
_SINCE = "2026-01-07T08:00:00+07:00"
MORE = "".join(
    f"o{n:03},Nama (contoh),,,{'daerah' if n % 3 else 'humas'},{'id en' if n % 2 else 'id'},"
    f"{('ID-JB', 'ID-PA', 'ID-BA')[n % 3]},Dasar,2026-01-05,B-{n},2026-01-06,"
    f"{f'mastodon:@o{n:03}@sosial.example' if n % 4 else f'bluesky:o{n:03}.bsky.social'},{_SINCE}\n"
    for n in range(60)
)
WIDE = CAMPAIGN.replace('units = ["daerah"]', 'units = ["daerah", "humas"]').replace(
    'messages = ["buka"]', 'spread = "90m"\nmessages = ["buka"]'
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(members, "PORTION", 10)
    monkeypatch.setattr(deciding, "PORTION", 7)
    return Office(tmp_path)


@contextmanager
def opened(office: Office) -> Iterator[Workspace]:
    with office.found(officers=OFFICERS + MORE) as ws:
        settings = ws.folder / "govpr.toml"
        settings.write_text(settings.read_text("utf-8").replace("identical = 4", "identical = 100"), "utf-8")
    with office.found(officers=OFFICERS + MORE) as ws:
        yield ws


def kept(ws: Workspace, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    """What the database holds, without the numbers of rows."""
    with closing(sqlite3.connect(ws.folder / "govpr.db")) as database:
        return {
            "posts": database.execute("SELECT * FROM posts ORDER BY id").fetchall(),
            "deliveries": database.execute("SELECT * FROM deliveries ORDER BY post").fetchall(),
        }


def watch(ws: Workspace) -> None:
    """Note every row that is written from now on."""
    with closing(sqlite3.connect(ws.folder / "govpr.db")) as database:
        database.execute("CREATE TABLE written (name TEXT)")
        for table in _ROWS:
            for event in ("INSERT", "UPDATE", "DELETE"):
                database.execute(
                    f"CREATE TRIGGER watch_{table}_{event} AFTER {event} ON {table} "
                    f"BEGIN INSERT INTO written VALUES ('{table}'); END"
                )
        database.commit()


def written(ws: Workspace) -> Counter[str]:
    with closing(sqlite3.connect(ws.folder / "govpr.db")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM written")]
        database.execute("DELETE FROM written")
        database.commit()
    return Counter(names)


def test_a_streamed_plan_keeps_what_a_plan_keeps(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "other")
    (tmp_path / "other").mkdir()
    with opened(office) as ws, opened(other) as twin:
        plan = ws.plan(office.campaign(ws, WIDE))
        told = twin.plan_stream(other.campaign(twin, WIDE))
        assert kept(ws) == kept(twin)
        assert len(plan.posts) == told.posts > 60
        assert told.changes == {"added": told.posts}
        assert {post.due for post in plan.posts} != {plan.posts[0].due}
        assert set(told.examples) <= set(plan.posts)
        assert told.windows == ws.windows(plan)
        assert told.windows[0].posts == 1


def test_words_that_look_like_data_are_kept_word_for_word(office: Office) -> None:
    odd = WIDE.replace(
        "Mulai pekan ini", '\\"account\\": \\"o001-mastodon\\", \\"due\\": \\"x\\" \U0001f30a \\\\ \ue000'
    )
    with opened(office) as ws:
        ws.plan_stream(office.campaign(ws, odd))
        plan = ws.plan("layanan", store=False)
        assert plan.changes == ()
        rows = {post: (content, data) for post, _, _, content, data in kept(ws)["posts"]}
        assert {post.id: post.content_hash for post in plan.posts} == {post: row[0] for post, row in rows.items()}
        assert any("\U0001f30a" in str(data) for _, data in rows.values())


def test_a_plan_that_was_stopped_goes_on_with_what_is_missing(office: Office, tmp_path: Path) -> None:
    def stop(done: int, _total: int | None) -> None:
        if done > 30:
            raise KeyboardInterrupt

    other = Office(tmp_path / "other")
    (tmp_path / "other").mkdir()
    with opened(office) as ws, opened(other) as twin:
        campaign = office.campaign(ws, WIDE)
        whole = twin.plan_stream(other.campaign(twin, WIDE))
        with pytest.raises(KeyboardInterrupt):
            ws.plan_stream(campaign, progress=stop)
        part = len(ws.deliveries())
        assert 30 < part < whole.posts
        watch(ws)
        again = ws.plan_stream(campaign)
        assert written(ws) == {"posts": whole.posts - part, "deliveries": whole.posts - part}
        assert (again.posts, again.seal) == (whole.posts, whole.seal)
        assert kept(ws) == kept(twin)


def test_a_plan_that_changes_nothing_writes_nothing(office: Office) -> None:
    with opened(office) as ws:
        campaign = office.campaign(ws, WIDE)
        ws.plan_stream(campaign)
        watch(ws)
        again = ws.plan_stream(campaign)
        assert again.changes == {}
        ws.plan(campaign)
        assert again.changes == {}
        assert written(ws)["posts"] == written(ws)["deliveries"] == 0


def test_an_edit_writes_only_what_it_changes(office: Office) -> None:
    with opened(office) as ws:
        first = ws.plan_stream(office.campaign(ws, WIDE))
        assert ws.approve_stream("layanan", first.seal, by="ketua").posts == first.posts
        watch(ws)
        after = ws.plan_stream(office.campaign(ws, WIDE.replace("Sabtu pagi", "Sabtu pukul 8 pagi")))
        changed = after.changes["changed"]
        assert after.changes == {"changed": changed}
        assert 0 < changed < first.posts
        assert written(ws) == {"posts": changed, "deliveries": changed}
        assert len(ws.deliveries(DeliveryState.PLANNED)) == changed
        dropped = ws.plan_stream(office.campaign(ws, WIDE.replace('"daerah", "humas"', '"daerah"')))
        assert dropped.changes["removed"] == len(ws.deliveries(DeliveryState.WITHDRAWN)) > 0


def test_what_is_approved_is_what_the_seal_says(office: Office) -> None:
    with opened(office) as ws:
        shown = ws.plan_stream(office.campaign(ws, WIDE))
        with pytest.raises(NotAllowed) as own:
            ws.approve_stream("layanan", shown.seal, by="penulis")
        new = ws.plan_stream(office.campaign(ws, WIDE.replace("Sabtu pagi", "Sabtu siang")))
        with pytest.raises(NotAllowed) as stale:
            ws.approve_stream("layanan", shown.seal, by="ketua")
        assert (own.value.code, stale.value.code) == ("approval.own-work", "approval.stale-plan")
        assert ws.approve_stream("layanan", new.seal, by="ketua").posts == new.posts
        assert {one.state for one in ws.deliveries()} == {DeliveryState.APPROVED}
        office.clock.pass_by(hours=2)
        assert len(ws.deliver().sent) == 1
        assert ws.verify() is None


def test_a_streamed_rejection_does_what_a_rejection_does(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "other")
    (tmp_path / "other").mkdir()
    with opened(office) as ws, opened(other) as twin:
        for one, its in ((ws, office), (twin, other)):
            one.approve(one.plan(its.campaign(one, WIDE)), by="ketua")
            held = one.deliveries()[-1].post
            one.queue.hold(held, by="ketua", note="tunggu BMKG")
            its.clock.pass_by(minutes=30)
            one.deliver()
        ws.reject(ws.plan("layanan", store=False), by="ketua", note="tunggu")
        before = Counter(delivery.state for delivery in twin.deliveries())
        seen: list[int] = []
        done = twin.reject_stream("layanan", by="ketua", note="tunggu", progress=lambda done, _: seen.append(done))
        assert before[DeliveryState.HANDED_OVER] > 0 < before[DeliveryState.APPROVED]
        assert done.recalled == before[DeliveryState.HANDED_OVER] + before[DeliveryState.APPROVED]
        assert (done.posts, seen[-1]) == (done.recalled + before[DeliveryState.ON_HOLD], done.posts)
        assert kept(ws) == kept(twin)
        assert Counter(d.state for d in twin.deliveries())[DeliveryState.ON_HOLD] == 1
        assert "Sabtu" not in (twin.folder / "sharekits" / "o001" / "index.html").read_text("utf-8")
        assert twin.deliver().sent == ()
        assert twin.verify() is None


def test_only_somebody_else_can_reject_many(office: Office) -> None:
    with opened(office) as ws:
        ws.plan_stream(office.campaign(ws, WIDE))
        with pytest.raises(NotAllowed) as own:
            ws.reject_stream("layanan", by="penulis", note="x")
        assert own.value.code == "approval.own-work"
        with pytest.raises(NotFound):
            ws.reject_stream("lain", by="ketua", note="x")


def test_posts_beyond_a_cap_are_stopped_and_findings_are_few(office: Office) -> None:
    silent = "".join(f"p{n},Nama (contoh),,,daerah,id,ID-JB,,,,,mastodon:@p{n}@sosial.example,\n" for n in range(50))
    with office.found(officers=OFFICERS + MORE + silent) as ws:
        told = ws.plan_stream(office.campaign(ws, WIDE))
        assert 0 < told.stopped < told.posts
        assert len(told.findings) < 70
        assert any("30 more like it" in finding.message for finding in told.findings)
        done = ws.approve_stream("layanan", told.seal, by="ketua")
        assert (done.posts, done.stopped) == (told.posts - told.stopped, told.stopped)
        assert len(ws.plan("layanan", store=False).stopped) == told.stopped


def test_accounts_that_come_meanwhile_stop_a_plan(office: Office) -> None:
    new = office.write("more.csv", OFFICERS + MORE + MORE.splitlines()[7].replace("o007", "z007") + "\n")

    with opened(office) as ws:
        campaign = office.campaign(ws, WIDE)

        def come(_done: int, _total: int | None) -> None:
            ws.officers.load(new)

        with pytest.raises(StoreError, match="plan again"):
            ws.plan_stream(campaign, progress=come)
        assert ws.plan_stream(campaign).posts == len(ws.deliveries())


def test_a_workspace_without_accounts_plans_nothing(office: Office) -> None:
    bare = "\n".join(line for line in OFFICERS.splitlines() if "mastodon" not in line) + "\n"
    alone = AGENCY.partition("[[accounts]]")[0]
    with office.found(agency=alone, officers=bare) as ws:
        campaign = office.campaign(ws, CAMPAIGN.replace('accounts = ["situs"]\n', ""))
        assert ws.plan(campaign).posts == ()
        assert (ws.plan_stream(campaign).posts, ws.plan_stream(campaign).changes) == (0, {})
