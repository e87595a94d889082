"""A real homeserver takes what the adapter sends, once."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve, frozen
from tests.live.conftest import Hold
from tests.live.material import attached, part, picture
from tests.live.synapse import Homeserver, synapse

from govpr.errors import Misconfigured, NeedsHuman, Rejected, Throttled, Unauthorized
from govpr.http.calls import Call, Flow, Reply
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.http.retry import Policy
from govpr.models import Account, Receipt
from govpr.platforms.access import hosts, session
from govpr.platforms.matrix import Matrix

pytestmark = pytest.mark.live
PLATFORM = Matrix()


@frozen
class Desk:
    """A homeserver with a room, its speaker, and an administrator."""

    server: Homeserver
    token: str
    admin: str
    room: str

    def account(self, **options: str) -> Account:
        named = {"room": "#kabar:localhost", **options}
        server, who = self.server.url, "@humas:localhost"
        return Account(
            id="humas", platform="matrix", handle=who, agency="contoh", server=server, credential="env:X", options=named
        )

    def hold(self, hold: Hold, flow: Flow[Any], token: str = "") -> Any:
        own = session(PLATFORM, self.account(), find=lambda _reference: token or self.token)
        return hold(flow, own, hosts(PLATFORM, self.account()))

    def shown(self, receipt: Receipt) -> dict[str, Any]:
        return self.server.event(self.token, self.room, receipt.id)


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with synapse() as server:
        admin, token = server.register("pengelola", admin=True), server.register("humas")
        yield Desk(server, token, admin, server.room(token, "kabar"))


def test_a_message_is_published_once_found_measured_and_deleted(desk: Desk, hold: Hold) -> None:
    account, post = desk.account(), part("Siaga & sigap: <b>3 posko</b>\nhttps://contoh.go.id/banjir?a=1&b=2")
    assert desk.hold(hold, PLATFORM.find(post, account)) is None
    first = desk.hold(hold, PLATFORM.publish(post, account))
    again = desk.hold(hold, PLATFORM.publish(post, account))
    assert first.id == again.id == desk.hold(hold, PLATFORM.find(post, account)).id
    assert desk.shown(first)["content"]["body"] == post.text
    counts = desk.hold(hold, PLATFORM.metrics(first, post.post, post.at, account))
    assert (counts.likes, counts.replies) == (0, 0)
    desk.hold(hold, PLATFORM.revoke(first, account))
    desk.hold(hold, PLATFORM.revoke(first, account))
    assert "body" not in desk.shown(first)["content"]
    with pytest.raises(NeedsHuman, match="deleted"):  # the server would take the same transaction for done
        desk.hold(hold, PLATFORM.find(post, account))


def test_another_device_finds_what_was_sent(desk: Desk, hold: Hold) -> None:
    post = part("Lewat perangkat lain")
    first = desk.hold(hold, PLATFORM.publish(post, desk.account()))
    other = desk.server.login("humas")
    assert desk.hold(hold, PLATFORM.find(post, desk.account()), other).id == first.id


def test_reactions_and_answers_of_others_are_counted(desk: Desk, hold: Hold) -> None:
    account = desk.account()
    first = desk.hold(hold, PLATFORM.publish(part("Satu"), account))
    second = part("Dua", first=first, previous=first)
    later = desk.hold(hold, PLATFORM.publish(second, account))
    assert desk.shown(later)["content"]["m.relates_to"]["event_id"] == first.id
    assert desk.hold(hold, PLATFORM.find(second, account)).id == later.id
    reaction = {"m.relates_to": {"rel_type": "m.annotation", "event_id": first.id, "key": "👍"}}
    reply = {"msgtype": "m.text", "body": "Baik", "m.relates_to": {"rel_type": "m.thread", "event_id": first.id}}
    for kind, content in (("m.reaction", reaction), ("m.room.message", reply)):
        desk.server.ask("POST", f"rooms/{desk.room}/send/{kind}", content, desk.token)
    thread = evolve(first, parts=(first.id, later.id))
    counts = desk.hold(hold, PLATFORM.metrics(thread, second.post, second.at, account))
    assert (counts.likes, counts.replies) == (1, 1)


def test_a_picture_carries_its_caption_and_an_edit_keeps_it(desk: Desk, hold: Hold, tmp_path: Path) -> None:
    account, media = desk.account(), [picture(tmp_path, 10)]
    handles = [desk.hold(hold, PLATFORM.upload(one, account)) for one in media]
    post = part("Peta posko", media=attached(handles, media))
    receipt = desk.hold(hold, PLATFORM.publish(post, account))
    content = desk.shown(receipt)["content"]
    assert content["msgtype"] == "m.image"
    assert (content["body"], content["filename"]) == ("Peta posko", "grey-10.png")
    for words in ("Peta empat posko", "Peta posko", "Peta empat posko"):
        desk.hold(hold, PLATFORM.edit(receipt, evolve(post, text=words), account))
        new = desk.shown(receipt)["unsigned"]["m.relations"]["m.replace"]["content"]["m.new_content"]
        assert (new["body"], new["url"]) == (words, content["url"])


def test_the_server_says_how_large_files_may_be(desk: Desk, hold: Hold) -> None:
    rules = desk.hold(hold, PLATFORM.limits(desk.account()))
    assert rules.images.bytes == rules.videos.bytes == 2 * 1024 * 1024


def test_how_an_account_stands_is_seen_without_a_message(desk: Desk, hold: Hold) -> None:
    standing = desk.hold(hold, PLATFORM.inspect(desk.account()))
    assert (standing.name, standing.can_post, standing.notes) == ("@humas:localhost", True, ())
    outside = desk.hold(hold, PLATFORM.inspect(desk.account()), desk.admin)
    assert not outside.can_post
    secret = {"type": "m.room.encryption", "state_key": "", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    sealed = desk.server.room(desk.token, f"rahasia-{part('x').key}", initial_state=[secret])
    assert "encrypted" in desk.hold(hold, PLATFORM.inspect(desk.account(room=sealed))).notes[0]


def test_refusals_say_what_the_server_says(desk: Desk, hold: Hold) -> None:
    account = desk.account()
    with pytest.raises(Misconfigured):
        desk.hold(hold, PLATFORM.publish(part("Tidak"), account), desk.admin)
    with pytest.raises(Misconfigured, match="no room is called"):
        desk.hold(hold, PLATFORM.publish(part("Tidak"), desk.account(room="#tidak-ada:localhost")))
    with pytest.raises(Rejected):
        desk.hold(hold, PLATFORM.publish(part("a" * 66_000), account))
    with pytest.raises(Unauthorized) as caught:
        desk.hold(hold, PLATFORM.publish(part("Tidak"), account), "bukan-tokennya")
    assert "bukan-tokennya" not in str(caught.value)


def test_a_server_that_is_busy_says_how_long_to_wait(desk: Desk) -> None:
    name = f"cepat-{part('x').key[:8]}"
    token = desk.server.register(name)
    account = desk.account(room=desk.server.room(token, name))
    slow = {"messages_per_second": 1, "burst_count": 1}
    desk.server.ask("POST", f"/_synapse/admin/v1/users/@{name}:localhost/override_ratelimit", slow, desk.admin)
    own = session(PLATFORM, account, find=lambda _reference: token)
    with Client(policy=Policy(attempts=1)) as client:
        send = client.sender(own, hosts(PLATFORM, account))
        with pytest.raises(Throttled) as caught:
            hurried(account, send)
    assert caught.value.code == "M_LIMIT_EXCEEDED"
    assert caught.value.after is not None
    assert 0 < caught.value.after <= 2


def hurried(account: Account, send: Callable[[Call], Reply]) -> None:
    for words in ("Satu", "Dua", "Tiga"):
        run(PLATFORM.publish(part(words), account), send)
