"""One delivery as one conversation: what a finished step left is used again, and not for too long."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import timedelta

import pytest
from attrs import evolve, frozen
from tests.office import MORNING

from govpr.content.rules import Files, Length, Rules
from govpr.delivery.dispatch import Job, dispatch
from govpr.errors import GovprError, InDoubt, NeedsHuman, Partial, Rejected, Stale, Submitted, Throttled, Unreachable
from govpr.http.calls import Call, Effect, Flow, Reply
from govpr.http.drivers import run
from govpr.models import Account, Media, Post, Receipt
from govpr.platforms.protocol import Outgoing

ACCOUNT = Account(id="kanal", platform="galeri", handle="kanal", agency="contoh")


@frozen
class Gallery:
    """It takes in pictures before the post that shows them."""

    name = "galeri"
    hosts = frozenset({"galeri.example"})
    rules = Rules(text=Length(limit=500), images=Files(most=4))

    def upload(self, media: Media, account: Account) -> Flow[str]:
        reply = yield Call("POST", f"https://galeri.example/media/{media.alt}")
        return reply.body.decode()

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        shown = "+".join(media.handle for media in part.media)
        reply = yield Call("PUT", f"https://galeri.example/{part.text}?{shown}", effect=Effect.KEYED)
        return Receipt(id=reply.body.decode())


def job(handles: Mapping[str, str], minutes: float = 0, parts: tuple[str, ...] = ("satu",)) -> Job:
    pictures = tuple(Media(file=f"{alt}.png", alt=alt) for alt in ("a", "b"))
    values = {"campaign": "k", "wave": "w", "message": "m", "variant": "v", "account": "kanal", "platform": "galeri"}
    post = Post(**values, due=MORNING, parts=parts, media=pictures)  # type: ignore[arg-type]
    now = MORNING + timedelta(minutes=minutes)
    return Job(
        post=post, account=ACCOUNT, platform=Gallery(), at=MORNING, now=now, handles=handles, again=bool(handles)
    )


def conversation(work: Job, handles: dict[str, str], faults: Iterator[Exception | None]) -> list[str]:
    """Hold it until it ends or breaks off; which calls were made."""
    made: list[str] = []

    def send(call: Call) -> Reply:
        made.append(call.url.removeprefix("https://galeri.example/"))
        fault = next(faults, None)
        if fault is not None:
            raise fault
        return Reply(200, body=f"h{len(made)}".encode())

    try:
        run(dispatch(work, handles.__setitem__), send)
    except (Unreachable, Partial) as error:
        made.append(type(error).__name__)
    return made


@pytest.mark.parametrize(
    ("minutes", "second"),
    [(5, ["satu?h1+h2"]), (15, ["media/a", "media/b", "satu?h1+h2"])],
)
def test_files_are_taken_in_again_only_when_the_platform_may_have_dropped_them(
    minutes: float, second: list[str]
) -> None:
    handles: dict[str, str] = {}
    first = conversation(job(handles), handles, iter([None, None, Unreachable("x")]))
    assert first == ["media/a", "media/b", "satu?h1+h2", "Unreachable"]
    assert conversation(job(handles, minutes), handles, iter([])) == second


def test_a_file_that_was_taken_in_before_the_break_is_not_sent_again() -> None:
    handles: dict[str, str] = {}
    conversation(job(handles), handles, iter([None, Unreachable("x")]))
    assert conversation(job(handles, 1), handles, iter([])) == ["media/b", "satu?h1+h1"]


def test_a_broken_thread_names_every_part_that_is_out() -> None:
    handles: dict[str, str] = {}
    work = job(handles, parts=("satu", "dua", "tiga"))
    faults: Iterator[Exception | None] = iter([None, None, None, None, Rejected("tidak boleh")])

    def send(call: Call) -> Reply:
        fault = next(faults, None)
        if fault is not None:
            raise fault
        return Reply(200, body=call.url.rpartition("/")[2].encode())

    with pytest.raises(Partial) as broken:
        run(dispatch(work, handles.__setitem__), send)
    assert len(broken.value.done) == 2
    assert isinstance(broken.value.cause, Rejected)
    rest = job(handles, 1, parts=("satu", "dua", "tiga"))
    assert conversation(rest, handles, iter([])) == ["tiga?"]


@frozen
class Container(Gallery):
    """It prepares a part before it publishes it."""

    def stage(self, part: Outgoing, account: Account) -> Flow[str]:
        reply = yield Call("POST", f"https://galeri.example/containers/{part.text}")
        return reply.body.decode()

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        reply = yield Call("POST", f"https://galeri.example/publish/{part.staged}", effect=Effect.KEYED)
        return Receipt(id=reply.body.decode())


def prepared(handles: Mapping[str, str]) -> Job:
    work = job(handles)
    return evolve(work, platform=Container(), post=evolve(work.post, media=()))


@pytest.mark.parametrize(
    ("trouble", "second"),
    [
        (Unreachable("x"), ["publish/h1"]),
        (Throttled("x"), ["publish/h1"]),
        (Stale("x"), ["containers/satu", "publish/h1"]),
        (Rejected("x"), ["containers/satu", "publish/h1"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_was_prepared_is_published_later_unless_it_has_ended(trouble: GovprError, second: list[str]) -> None:
    handles: dict[str, str] = {}
    with suppress(GovprError):
        run(dispatch(prepared(handles), handles.__setitem__), refusing(trouble))
    assert conversation(prepared(handles), handles, iter([])) == second


def refusing(trouble: GovprError) -> Callable[[Call], Reply]:
    def send(call: Call) -> Reply:
        if "publish" in call.url:
            raise trouble
        return Reply(200, body=b"h1")

    return send


@frozen
class Blind(Gallery):
    """It should be able to look, and cannot."""

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        yield Call("GET", f"https://galeri.example/{part.text}")
        raise NeedsHuman("there are too many posts to look through")


def test_what_cannot_be_looked_up_stays_in_doubt() -> None:
    kept: dict[str, str] = {}
    work = evolve(job({"open:0": "1"}), platform=Blind())
    with pytest.raises(InDoubt, match="cannot be looked up: there are too many"):
        run(dispatch(evolve(work, post=evolve(work.post, media=())), kept.__setitem__), lambda _: Reply(200, body=b"x"))


@frozen
class Curious(Gallery):
    """It asks for the address of what it has just published."""

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        yield Call("POST", "https://galeri.example/publish", effect=Effect.ONCE)
        reply = yield Call("GET", "https://galeri.example/address")
        return Receipt(id=reply.body.decode())


@pytest.mark.parametrize(
    "trouble", [Unreachable("x"), Rejected("x"), Throttled("x")], ids=lambda one: type(one).__name__
)
def test_what_is_out_is_never_called_unpublished(trouble: GovprError) -> None:
    handles: dict[str, str] = {}

    def send(call: Call) -> Reply:
        if call.method == "GET":
            raise trouble
        return Reply(200)

    work = evolve(job({}), platform=Curious())
    with pytest.raises(Submitted, match="it is published, and then: x"):
        run(dispatch(evolve(work, post=evolve(work.post, media=())), handles.__setitem__), send)
    assert handles == {"open:0": "1"}
