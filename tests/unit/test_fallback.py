"""A message goes elsewhere while a service is away: once, never twice, and everybody can see who did it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from tests.office import MORNING, Office
from tests.standing import AGENCY, RULE, STANDING, Services, account, standing_office

from govpr.cli import main
from govpr.errors import InputError, InvalidFile, NotAllowed, NotFound
from govpr.models import Delivery, DeliveryState
from govpr.workspace import Workspace

S = DeliveryState
LATER = MORNING + timedelta(days=2)


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
        ws.deliver()
        assert states(ws) == (S.SENT, S.WITHDRAWN)
        assert services.said() == ["warta"]
        assert ws.report("layanan").posts.states == {"sent": 1}
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
        assert ws.report("layanan").posts.states == {"sent": 1, "fell_back": 1}
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


def test_tries_that_ran_out_are_reason_enough(office: Office, services: Services) -> None:
    services.always = {"warta": "refused connection"}
    settings = office.folder / "kantor" / "govpr.toml"
    settings.write_text(settings.read_text("utf-8").replace("[caps]", "[caps]\nattempts = 3"), "utf-8")
    with office.open() as ws:
        approved(ws, office, STANDING.replace('after = "30m"', 'after = "5h"'))
        minutes(ws, office, 10)
        assert states(ws) == (S.WITHDRAWN, S.SENT)
        assert services.said() == ["siaran"]


def test_it_stands_by_where_the_service_answers_that_it_will_not(office: Office, services: Services) -> None:
    services.weather = {"warta": ["refused connection", "422"]}
    with office.open() as ws:
        approved(ws, office)
        minutes(ws, office, 90)
        assert states(ws) == (S.REFUSED, S.STANDING_BY)
        assert services.said() == []


def test_it_does_not_step_in_where_its_own_service_is_away_too(office: Office, services: Services) -> None:
    services.always = {"warta": "refused connection", "siaran": "refused connection"}
    other = STANDING.partition("\n[[campaign.fallbacks]]")[0].replace("layanan", "lainnya", 1)
    other = other.replace('["kanal"]', '["cadangan"]').replace("Mulai pekan ini", "Kini").replace("Sulit", "Susah")
    with office.open() as ws:
        approved(ws, office)
        ws.approve(ws.plan(office.campaign(ws, other)), by="ketua")
        minutes(ws, office, 120)
        found = {one.account: one.state for one in ws.deliveries(campaign="layanan")}
        assert found["cadangan"] is S.STANDING_BY
        assert services.said() == []


def test_it_does_not_step_in_where_nothing_may_be_sent(office: Office, services: Services) -> None:
    services.always = {"warta": "refused connection"}
    with office.open() as ws:
        approved(ws, office)
    office.platforms = {"warta": office.platforms["warta"]}
    with office.open() as ws:
        minutes(ws, office, 60)
        assert states(ws) == (S.APPROVED, S.STANDING_BY)


@pytest.mark.parametrize("what", ["", "kanal", "layanan"])
def test_nothing_steps_in_for_what_somebody_has_stopped(office: Office, services: Services, what: str) -> None:
    services.always = {"warta": "refused connection"}
    with office.open() as ws:
        approved(ws, office)
        minutes(ws, office, 20)
        ws.pause(what, by="ketua")
        minutes(ws, office, 60)
        assert states(ws)[1] is S.STANDING_BY
        assert services.said() == []


def test_workers_that_were_away_themselves_try_the_service_first(office: Office, services: Services) -> None:
    services.weather = {"warta": ["refused connection"]}
    with office.open() as ws:
        approved(ws, office)
        minutes(ws, office, 0)
        office.clock.pass_by(hours=3)
        ws.deliver()
        assert states(ws)[0] is S.SENT
        assert services.said() == ["warta"]


def test_a_person_lets_it_go_out_at_once(office: Office, services: Services) -> None:
    with office.open() as ws:
        approved(ws, office)
        first, standby = both(ws)
        with pytest.raises(NotAllowed):
            ws.queue.fallback(first.post, by="entah")
        done = ws.queue.fallback(first.post, by="ani")
        assert (done.post, done.state) == (standby.post, S.APPROVED)
        assert states(ws) == (S.WITHDRAWN, S.APPROVED)
        minutes(ws, office, 2)
        assert services.said() == ["siaran"]
        assert "ani" in {entry.actor for entry in ws.audit() if entry.action == "post.fell_back"}
        with pytest.raises(NotAllowed):
            ws.queue.fallback(first.post, by="ani")


def test_a_person_who_lets_it_go_out_must_have_looked_where_the_other_one_may_be_out(
    office: Office, services: Services
) -> None:
    services.weather = {"warta": ["timeout"]}
    with office.open() as ws:
        approved(ws, office)
        ws.deliver()
        first, _ = both(ws)
        with pytest.raises(NotAllowed) as doubt:
            ws.queue.fallback(first.post, by="ani")
        assert doubt.value.code == "fallback.in-doubt"
        ws.queue.fallback(first.post, by="ani", absent=True)
        assert ("ani", "delivery.absent", first.post) in {(one.actor, one.action, one.subject) for one in ws.audit()}
        minutes(ws, office, 2)
        assert services.said() == ["siaran"]


def test_of_what_is_out_nothing_is_said_again(office: Office, services: Services) -> None:
    with office.open() as ws:
        approved(ws, office)
        ws.deliver()
        first, standby = both(ws)
        for post in (first.post, standby.post):
            with pytest.raises(NotAllowed):
                ws.queue.fallback(post, by="ani", absent=True)
        with pytest.raises(NotFound):
            ws.queue.fallback("post-0", by="ani")


def test_what_nothing_stands_by_for_says_so(office: Office) -> None:
    with office.open() as ws:
        approved(ws, office, STANDING.replace('after = "30m"', 'only = ["clarification"]'))
        (only,) = ws.deliveries()
        with pytest.raises(NotAllowed) as none:
            ws.queue.fallback(only.post, by="ani")
        assert none.value.code == "fallback.none"
        assert ws.queue.standby(only.post) is None


def test_a_rule_that_is_taken_out_takes_its_post_along(office: Office, services: Services) -> None:
    with office.open() as ws:
        approved(ws, office)
        plan = ws.plan(office.campaign(ws, STANDING.partition("\n[[campaign.fallbacks]]")[0]))
        assert [change.kind for change in plan.changes] == ["removed"]
        assert states(ws) == (S.APPROVED, S.WITHDRAWN)
        ws.deliver()
        assert services.said() == ["warta"]


def test_one_that_speaks_stays_when_the_rule_is_taken_out(office: Office, services: Services) -> None:
    with office.open() as ws:
        approved(ws, office)
        ws.queue.fallback(both(ws)[0].post, by="ani")
        ws.plan(office.campaign(ws, STANDING.partition("\n[[campaign.fallbacks]]")[0]))
        assert states(ws) == (S.WITHDRAWN, S.APPROVED)


def test_another_rule_needs_another_approval(office: Office) -> None:
    with office.open() as ws:
        approved(ws, office)
        plan = ws.plan(office.campaign(ws, STANDING.replace("30m", "1m")))
        assert states(ws) == (S.APPROVED, S.PLANNED)
        assert len(ws.approve(plan, by="ketua").posts) == 1
        assert states(ws) == (S.APPROVED, S.STANDING_BY)


def test_a_post_that_speaks_and_is_edited_goes_out_by_itself_once_it_is_approved(
    office: Office, services: Services
) -> None:
    with office.open() as ws:
        approved(ws, office)
        first, standby = both(ws)
        ws.queue.fallback(first.post, by="ani")
        ws.queue.edit(standby.post, "Loket buka juga pada hari Sabtu.", by="penulis")
        ws.approve(ws.plan("layanan"), by="ketua")
        assert states(ws) == (S.WITHDRAWN, S.APPROVED)
        minutes(ws, office, 1)
        assert services.said() == ["siaran"]


def test_both_begin_anew_where_a_person_took_the_message_back(office: Office, services: Services) -> None:
    with office.open() as ws:
        approved(ws, office)
        first, standby = both(ws)
        ws.queue.fallback(first.post, by="ani")
        ws.withdraw(standby.post, by="ani")
        plan = ws.plan("layanan")
        assert [change.kind for change in plan.changes] == ["added", "added"]
        ws.approve(plan, by="ketua")
        assert states(ws) == (S.APPROVED, S.STANDING_BY)
        minutes(ws, office, 2)
        assert services.said() == ["warta"]


def test_what_stands_by_goes_along_with_the_time_of_the_other_one(office: Office) -> None:
    with office.open() as ws:
        approved(ws, office)
        first, _ = both(ws)
        ws.queue.reschedule(first.post, LATER, by="ani")
        assert [one.due for one in both(ws)] == [LATER, LATER]
        assert states(ws) == (S.APPROVED, S.STANDING_BY)
        assert ws.plan("layanan").changes == ()


def test_what_stands_by_is_approved_anew_where_the_other_one_was_worded_anew(office: Office) -> None:
    with office.open() as ws:
        approved(ws, office)
        first, standby = both(ws)
        ws.queue.edit(first.post, "Loket buka juga pada hari Minggu.", by="penulis")
        assert states(ws) == (S.PLANNED, S.PLANNED)
        ws.approve(ws.plan("layanan"), by="ketua")
        ws.queue.edit(standby.post, "Loket buka juga pada hari Minggu pagi.", by="penulis")
        assert states(ws) == (S.APPROVED, S.PLANNED)


def test_one_on_hold_stands_by_again_once_it_is_released(office: Office) -> None:
    with office.open() as ws:
        approved(ws, office)
        _, standby = both(ws)
        assert ws.queue.hold(standby.post, by="ani").state is S.ON_HOLD
        assert ws.queue.release(standby.post, by="ani").state is S.STANDING_BY
        ws.reject(ws.plan("layanan"), by="ketua", note="tidak jadi")
        assert states(ws) == (S.PLANNED, S.PLANNED)


def test_a_wave_that_repeats_has_other_words_each_time_in_reserve_too(office: Office) -> None:
    weekly = STANDING.replace('messages = ["buka"]', 'messages = ["buka"]\nrepeat = "FREQ=WEEKLY;COUNT=2"')
    with office.open() as ws:
        plan = ws.plan(office.campaign(ws, weekly))
        reserve = [post for post in plan.posts if post.instead_of]
        assert {post.instead_of for post in reserve} == {post.id for post in plan.posts} - {post.id for post in reserve}
        assert {post.variant for post in reserve} == {"a", "b"}
        assert not plan.stopped


def test_plans_of_any_size_have_it_too(office: Office, services: Services) -> None:
    services.always = {"warta": "refused connection"}
    with office.open() as ws:
        campaign = office.campaign(ws, STANDING)
        told = ws.plan_stream(campaign)
        assert (told.posts, sum(window.posts for window in told.windows)) == (2, 1)
        assert ws.approve_stream("layanan", told.seal, by="ketua").posts == 2
        assert states(ws) == (S.APPROVED, S.STANDING_BY)
        assert ws.plan_stream(campaign).changes == {}
        minutes(ws, office, 31)
        assert services.said() == ["siaran"]
        assert ws.plan_stream(campaign).changes == {}
        assert ws.plan(campaign).changes == ()


def test_nobody_elses_words_or_times_change_by_a_rule(office: Office) -> None:
    plain = STANDING.partition("\n[[campaign.fallbacks]]")[0].replace('["kanal"]', '["kanal", "situs"]')
    spread = plain.replace('messages = ["buka"]', 'messages = ["buka"]\nspread = "2h"')
    with office.open() as ws:
        before = ws.plan(office.campaign(ws, spread)).posts
        after = ws.plan(office.campaign(ws, spread + RULE)).posts
        assert set(before) == {post for post in after if post.instead_of is None}
        (standby,) = (post for post in after if post.instead_of is not None)
        assert standby.due == next(post.due for post in before if post.id == standby.instead_of)
        assert sum(window.posts for window in ws.windows(ws.plan("layanan"))) == len(before)
        assert standby.id.encode() not in ws.calendar(ws.plan("layanan"))


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        (RULE.replace('"cadangan"', '"kanal"'), "takes part and says it anyway"),
        (RULE.replace('"cadangan"', '"entah"'), "names an unknown official account 'entah'"),
        (RULE.replace('"warta"', '"mastodon"'), "no official account that takes part"),
        (RULE.replace('"cadangan"', '"kembar"'), "is on warta too"),
        (RULE + RULE, "are about the same account"),
        (RULE.replace('"30m"', '"-1m"'), "after"),
        (RULE + 'only = ["iklan"]', "only"),
    ],
)
def test_a_rule_that_does_not_fit_is_refused_with_its_line(office: Office, rule: str, problem: str) -> None:
    with office.open() as ws:
        ws.load_agency(office.write("agency.toml", AGENCY + account("kembar", "warta")))
        with pytest.raises(InvalidFile) as refused:
            office.campaign(ws, STANDING.replace(RULE, rule))
        assert problem in str(refused.value)
        assert "line " in str(refused.value)


def test_one_account_stands_by_for_one_only(office: Office) -> None:
    with office.open() as ws:
        ws.load_agency(office.write("agency.toml", AGENCY + account("kedua", "warta")))
        both_take_part = STANDING.replace('["kanal"]', '["kanal", "kedua"]')
        with pytest.raises(InvalidFile, match="kanal and kedua at once"):
            office.campaign(ws, both_take_part)
        plan = ws.plan(office.campaign(ws, both_take_part.replace('instead_of = "warta"', 'instead_of = "kedua"')))
        assert [post.account for post in plan.posts if post.instead_of] == ["cadangan"]


def test_a_rule_that_fits_no_longer_stops_the_plan(office: Office) -> None:
    with office.open() as ws:
        campaign = office.campaign(ws, STANDING)
        ws.load_agency(office.write("agency.toml", AGENCY.replace('platform = "siaran"', 'platform = "warta"')))
        with pytest.raises(InputError, match="is on warta too"):
            ws.plan(campaign)


def test_the_commands_show_who_stands_by_for_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(tmp_path)
    agency = AGENCY.replace('"warta"', '"mastodon"\nserver = "https://sosial.example"')
    office.found(agency.replace('"siaran"', '"telegram"')).close()
    monkeypatch.chdir(office.folder / "kantor")

    def run(*tokens: str) -> tuple[int, str]:
        capsys.readouterr()
        return main(tokens), " ".join("".join(capsys.readouterr()).split())

    with office.open() as ws:
        approved(ws, office, STANDING.replace('"warta"', '"mastodon"'))
        first, standby = both(ws)
    assert "kanal, after 30 min" in run("plan", "layanan")[1]
    assert f"only if {first.post} cannot go out" in run("plan", "layanan", "--preview")[1]
    assert "standing_by" in run("status")[1]
    assert f"stands by for {first.post} on kanal (approved), after 30 min" in run("status", "--post", standby.post)[1]
    assert f"has in reserve {standby.post} on cadangan (standing_by)" in run("status", "--post", first.post)[1]
    assert "cadangan standing_by kanal" in run("queue", "list")[1]
    shown = json.loads(run("status", "--post", first.post, "--json")[1])
    assert shown["standby"]["delivery"]["post"] == standby.post
    code, told = run("queue", "fallback", first.post, "--by", "ani")
    assert code == 0
    assert told.startswith(f"{standby.post} goes out on cadangan instead. Next: govpr deliver")
