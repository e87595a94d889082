"""Plan and approve: what a person relies on between writing and sending."""

from collections import Counter
from pathlib import Path

import pytest
from attrs import evolve
from icalendar import Calendar
from PIL import Image
from tests.office import CAMPAIGN, MORNING, OFFICERS, WIB, Office

from govpr.errors import InputError, InvalidFile, NotAllowed, NotFound
from govpr.models import (
    Campaign,
    DeliveryState,
    Media,
    Message,
    Participants,
    Severity,
    Sighting,
    Variant,
    Wave,
)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_planning_twice_changes_nothing(office: Office) -> None:
    with office.found() as ws:
        campaign = office.campaign(ws)
        first, second = ws.plan(campaign), ws.plan(campaign)
    assert {change.kind for change in first.changes} == {"added"}
    assert second.changes == ()
    assert second.posts == first.posts
    assert second.findings == first.findings


def test_looking_only_stores_nothing(office: Office) -> None:
    with office.found() as ws:
        campaign = office.campaign(ws)
        ws.plan(campaign, store=False)
        assert ws.deliveries() == ()
        assert ws.plan(campaign).changes != ()


def test_an_edit_shows_as_a_change_and_voids_the_approval(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws))
        ws.approve(plan, by="ketua")
        edited = office.campaign(ws, CAMPAIGN.replace("Sabtu pagi", "Sabtu pukul 8 pagi"))
        after = ws.plan(edited)
        changed = {change.post for change in after.changes if change.kind == "changed"}
        states = {delivery.post: delivery.state for delivery in ws.deliveries()}
    assert changed
    assert all(states[post] is DeliveryState.PLANNED for post in changed)
    assert all(states[post.id] is DeliveryState.APPROVED for post in plan.posts if post.id not in changed)


def test_moving_a_wave_keeps_the_approval(office: Office) -> None:
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
        moved = ws.plan(office.campaign(ws, CAMPAIGN.replace("03T09:00", "04T09:00")))
        assert {change.kind for change in moved.changes} == {"moved"}
        assert {delivery.state for delivery in ws.deliveries()} == {DeliveryState.APPROVED}
        assert {delivery.due.day for delivery in ws.deliveries()} == {4}


def test_a_post_that_the_campaign_drops_is_withdrawn_and_comes_back_unapproved(office: Office) -> None:
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
        dropped = ws.plan(office.campaign(ws, CAMPAIGN.replace('units = ["daerah"]\n', "")))
        assert Counter(change.kind for change in dropped.changes) == {"removed": 2}
        assert len(ws.deliveries(DeliveryState.WITHDRAWN)) == 2
        back = ws.plan(office.campaign(ws))
        assert Counter(change.kind for change in back.changes) == {"added": 2}
        assert len(ws.deliveries(DeliveryState.PLANNED)) == 2


def test_an_edit_after_sending_is_a_warning_and_changes_nothing(office: Office) -> None:
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws)), by="ketua")
        ws.deliver()
        late = ws.plan(office.campaign(ws, CAMPAIGN.replace("pekan ini", "minggu ini").replace("Kini", "Sekarang")))
        assert "edit.after-sending" in {finding.code for finding in late.findings}
        assert len(ws.deliveries(DeliveryState.SENT)) == 1
        assert ws.deliver().sent == ()


def test_author_and_approver_differ(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws))
        with pytest.raises(NotAllowed) as own:
            ws.approve(plan, by="penulis")
        with pytest.raises(NotAllowed) as stranger:
            ws.approve(plan, by="siapa")
        assert (own.value.code, stranger.value.code) == ("approval.own-work", "approval.unknown-officer")
        assert {delivery.state for delivery in ws.deliveries()} == {DeliveryState.PLANNED}


def test_what_is_approved_is_what_was_shown(office: Office) -> None:
    with office.found() as ws:
        shown = ws.plan(office.campaign(ws))
        ws.plan(office.campaign(ws, CAMPAIGN.replace("Sabtu pagi", "Sabtu siang")))
        with pytest.raises(NotAllowed) as stale:
            ws.approve(shown, by="ketua")
        assert stale.value.code == "approval.stale-plan"


def test_a_rejection_takes_an_approval_back(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws))
        ws.approve(plan, by="ketua")
        ws.reject(plan, by="ketua", note="tunggu jadwal resmi")
        assert {delivery.state for delivery in ws.deliveries()} == {DeliveryState.PLANNED}
        assert ws.deliver().sent == ()
        assert len(ws.approve(plan, by="ketua").posts) == len(plan.posts)


def test_posts_with_errors_cannot_be_approved(office: Office) -> None:
    unlabelled = CAMPAIGN.replace('text = "Mulai', 'language = "jv"\ntext = "Mulai').replace(
        '[[campaign.messages.variants]]\nid = "b"\ntext = "Sulit datang di hari kerja? Kini Anda dapat mengurus surat'
        ' setiap Sabtu."\n',
        "",
    )
    with office.found(officers=OFFICERS.replace(",id,ID-PA", ",id jv,ID-PA")) as ws:
        plan = ws.plan(office.campaign(ws, unlabelled))
        assert {finding.code for finding in plan.findings if finding.severity is Severity.ERROR} == {
            "disclosure.missing"
        }
        done = ws.approve(plan, by="ketua")
        assert done.posts == ()
        assert set(done.stopped) == {post.id for post in plan.posts}
        assert ws.deliver().sent == ()


def test_a_hoax_that_becomes_known_stops_what_was_approved(office: Office) -> None:
    claim = "Loket pelayanan pindah ke rumah warga dan setiap pemohon wajib membayar seratus ribu rupiah"
    hoax = office.write(
        "hoaks.jsonl",
        f'{{"cid": "h1", "text": "{claim}", "verdict": "SALAH", "publisher": "Pemeriksa", '
        '"url": "https://cek.example/1", "lang": "id"}\n',
    )
    planted = CAMPAIGN.replace("Mulai pekan ini loket pelayanan buka juga pada hari Sabtu pagi.", f"{claim}.")
    with office.found() as ws:
        ws.approve(ws.plan(office.campaign(ws, planted)), by="ketua")
        ws.hoaxes.load(hoax)
        plan = ws.plan("layanan")
        stops = [finding for finding in plan.findings if finding.code == "hoax.repeats"]
        assert {finding.post for finding in stops} == {post.id for post in plan.posts}
        assert any("https://cek.example/1" in f"{finding.message} {finding.advice}" for finding in stops)
        assert ws.deliver().sent == ()
        assert ws.status().deliveries == {DeliveryState.PLANNED: 3}


def test_an_address_where_a_hoax_was_seen_is_not_linked(office: Office) -> None:
    with office.found() as ws:
        ws.hoaxes.saw(Sighting(claim="c", at=office.clock(), channel="web", url="https://contoh.go.id/loket"))
        plan = ws.plan(office.campaign(ws))
        assert {finding.post for finding in plan.findings if finding.code == "hoax.linked"} == plan.stopped != set()


def test_titles_are_templates_like_texts(office: Office) -> None:
    named = CAMPAIGN.replace('"Loket buka hari Sabtu"', '"Loket {{ tempat }} buka"').replace(
        "[[campaign.messages]]", '[campaign.variables]\ntempat = "Senayan"\n\n[[campaign.messages]]'
    )
    with office.found() as ws:
        assert {post.title for post in ws.plan(office.campaign(ws, named)).posts} == {"Loket Senayan buka"}
        with pytest.raises(InvalidFile, match="tmpat"):
            office.campaign(ws, named.replace("{{ tempat }}", "{{ tmpat }}"))


def test_every_post_says_who_speaks_within_its_length(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws))
    assert {post.disclosure for post in plan.posts} == {
        "Akun resmi Kementerian Contoh",
        "Saya pegawai Kementerian Contoh, ini akun pribadi",
    }
    assert all(post.parts[0].startswith(post.disclosure) for post in plan.posts)


def test_no_consent_no_training_no_badge_no_post(office: Office) -> None:
    officers = OFFICERS.replace(
        "mastodon:@ani@sosial.example,2026-01-07T08:00:00+07:00", "mastodon:@ani@sosial.example,"
    )
    officers = officers.replace("Dasar,2026-01-05,B-2", ",,B-2")
    with office.found(officers=officers) as ws:
        plan = ws.plan(office.campaign(ws))
    assert {post.account for post in plan.posts} == {"situs"}
    assert {finding.code for finding in plan.findings} >= {"consent.missing", "officer.untrained"}


def test_a_local_time_is_that_hour_in_each_zone_and_quiet_hours_move(office: Office) -> None:
    local = CAMPAIGN.replace("2026-11-03T09:00:00+07:00", "2026-11-03T22:30:00")
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws, local))
    due = {post.account: post.due.isoformat() for post in plan.posts}
    assert due["beni-mastodon"] == "2026-11-04T06:00:00+09:00"
    assert due["ani-mastodon"] == "2026-11-04T06:00:00+07:00"
    assert sum(finding.code == "time.quiet" for finding in plan.findings) == 3


def test_a_public_holiday_is_a_warning(office: Office) -> None:
    feast = CAMPAIGN.replace("2026-11-", "2026-12-").replace("12-03T", "12-25T")
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws, feast))
    warned = [finding for finding in plan.findings if finding.code == "time.holiday"]
    assert len(warned) == len(plan.posts)
    assert plan.stopped == frozenset()


def test_the_same_words_twice_on_one_account_are_stopped(office: Office) -> None:
    again = CAMPAIGN + '\n[[campaign.waves]]\nid = "kedua"\nat = 2026-11-05T09:00:00+07:00\nmessages = ["buka"]\n'
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws, again))
    repeated = {finding.post for finding in plan.findings if finding.code == "text.repeated"}
    assert repeated == {post.id for post in plan.posts if post.wave == "kedua"}


def test_one_wording_on_too_many_accounts_is_stopped_beyond_the_cap(office: Office) -> None:
    more = "".join(
        f"o{n},Nama (contoh),,,daerah,id,ID-JB,Dasar,2026-01-05,B-{n},2026-01-06,mastodon:@o{n}@sosial.example,"
        "2026-01-07T08:00:00+07:00\n"
        for n in range(10)
    )
    with office.found(officers=OFFICERS + more) as ws:
        plan = ws.plan(office.campaign(ws))
    counts = Counter(post.variant for post in plan.posts if post.platform == "mastodon")
    assert max(counts.values()) - min(counts.values()) <= 1
    stopped = [finding for finding in plan.findings if finding.code == "sameness.identical"]
    assert len(stopped) == sum(counts.values()) - 2 * 4


def test_strangers_in_a_campaign_are_listed_at_once_with_their_lines(office: Office) -> None:
    wrong = CAMPAIGN.replace('author = "penulis"', 'author = "entah"').replace('["situs"]', '["situs", "x"]')
    with office.found() as ws:
        with pytest.raises(InvalidFile) as caught:
            office.campaign(ws, wrong)
        assert ws.campaigns.all() == ()
    lines = {problem.path: problem.line for problem in caught.value.problems}
    assert lines == {"campaign.author": 9, "campaign.participants.accounts[1]": 15}


def test_unknown_names_are_listed_with_every_other_mistake(office: Office) -> None:
    wrong = CAMPAIGN.replace('author = "penulis"', 'author = "entah"').replace('goal = "Warga', 'gaol = "Warga')
    with office.found() as ws, pytest.raises(InvalidFile) as caught:
        office.campaign(ws, wrong)
    paths = [problem.path for problem in caught.value.problems]
    assert {"campaign.author", "campaign.gaol", "campaign.goal"} <= set(paths)
    lines = [problem.line or 0 for problem in caught.value.problems]
    assert lines == sorted(lines)


def test_a_campaign_made_in_code_is_checked_and_kept(office: Office) -> None:
    with office.found() as ws:
        made = Campaign(
            id="dari-kode",
            title="Dari kode",
            agency="kemenag-contoh",
            goal="Uji",
            audience="Warga",
            author="penulis",
            starts=MORNING.date(),
            ends=MORNING.date(),
            participants=Participants(accounts=("situs",)),
            messages=(
                Message(
                    id="a",
                    title="Judul",
                    variants=(Variant(id="a", text="Halo dari kode."),),
                    media=(Media(file="gambar.png", alt="Gambar"),),
                ),
            ),
            waves=(Wave(id="w", at=MORNING, messages=("a",)),),
        )
        with pytest.raises(InputError, match=r"gambar\.png"):
            ws.campaigns.add(made, folder=office.folder)
        (office.folder / "gambar.png").write_bytes(b"PNG")
        with pytest.raises(InputError, match="is no picture or film"):
            ws.campaigns.add(made, folder=office.folder)
        Image.new("RGB", (3, 2)).save(office.folder / "gambar.png")
        kept = ws.campaigns.add(made, folder=office.folder)
        assert (kept.messages[0].media[0].width, kept.messages[0].media[0].height) == (3, 2)
        with pytest.raises(InputError, match="differs"):
            ws.plan(evolve(kept, title="Lain"))
        ws.approve(ws.plan(kept), by="ketua")
        assert len(ws.deliver().sent) == 1
        with pytest.raises(InputError, match="entah"):
            ws.campaigns.add(evolve(made, author="entah"), folder=office.folder)


def test_an_unknown_campaign_names_the_known_ones(office: Office) -> None:
    with office.found() as ws:
        office.campaign(ws)
        with pytest.raises(NotFound, match="layanan"):
            ws.plan("lain")


def test_the_calendar_has_every_post_at_its_time(office: Office) -> None:
    with office.found() as ws:
        plan = ws.plan(office.campaign(ws))
        events = Calendar.from_ical(ws.calendar(plan)).walk("VEVENT")
    assert {str(event["UID"]): event.decoded("DTSTART") for event in events} == {
        f"{post.id}@govpr": post.due for post in plan.posts
    }
    assert all(post.due.tzinfo is not None for post in plan.posts)
    assert plan.posts[0].due.astimezone(WIB).hour == 9
