"""A workspace with posts that are approved and due, made without the way through a campaign."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attrs import frozen
from sqlalchemy import Connection
from tests.rows import put_officers, put_posts

from govpr.content.rules import Length, Rules
from govpr.http.calls import Call, Effect, Flow, Json
from govpr.http.replies import expect, required
from govpr.models import (
    Account,
    Approval,
    Campaign,
    Delivery,
    DeliveryState,
    Message,
    Officer,
    Post,
    Receipt,
    Variant,
    Wave,
)
from govpr.models.posts import post_id
from govpr.platforms.access import server
from govpr.platforms.mastodon import Mastodon
from govpr.platforms.protocol import Outgoing, Platform
from govpr.storage import outbox, plans
from govpr.workspace import Workspace
from govpr.workspace.home import Home, make

DUE = datetime(2026, 11, 3, 2, tzinfo=UTC)
KINDS = ("mastodon", "papan", "webhook")
"""Servers that drop repeats; that can be looked through, without keys; that can neither."""
OFFICER = "penjaga"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
_AGENCY = """
govpr = 1
[agency]
id = "contoh"
name = "Kementerian Contoh"
"""
_ACCOUNT = """
[[accounts]]
id = "kanal{number}"
platform = "{platform}"
handle = "{handle}"
agency = "contoh"
server = "{server}"
credential = "env:GOVPR_BENCHMARK"
"""
HANDLES = ("kanal0", "kanal1", "kanal2", "kanal3")


@frozen
class Board:
    """A board without keys that can be looked through: a repeat is published again."""

    name = "papan"
    hosts = frozenset[str]()
    rules = Rules(text=Length(limit=500), source="made up")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:
        body = Json({"status": part.text})
        reply = yield Call("POST", f"{server(account)}/api/v1/statuses", body, effect=Effect.ONCE)
        return Receipt(id=required(expect(reply, 200), reply, "id"), at=reply.at)

    def find(self, part: Outgoing, account: Account) -> Flow[Receipt | None]:
        return (yield from Mastodon().find(part, account))


PLATFORMS: dict[str, Platform] = {"papan": Board()}


def made(
    folder: Path,
    platform: str,
    address: str,
    store: str = "",
    handles: Sequence[str] = HANDLES,
    at_once: int | None = None,
) -> None:
    """Make a live workspace with some accounts and no quiet hours.

    Args:
        folder: Where.
        platform: The accounts' platform.
        address: The accounts' server.
        store: The address of a PostgreSQL database, or "" for a file in the folder.
        handles: The accounts' handles.
        at_once: How many conversations a worker holds at the same time, or None for what is usual.
    """
    os.environ |= {"GOVPR_BENCHMARK": SECRET, "GOVPR_BENCHMARK_STORE": store}
    make(Home(folder), agency="contoh", title="Contoh", language="id")
    settings = folder / "govpr.toml"
    chosen = settings.read_text("utf-8").replace("live = false", "live = true").replace('"21:00"', '"06:00"')
    chosen += '\n[store]\nurl = "env:GOVPR_BENCHMARK_STORE"\n' if store else ""
    chosen += "" if at_once is None else f"\n[pacing]\nat_once = {at_once}\n"
    settings.write_text(chosen, "utf-8")
    file = folder.with_name(f"{folder.name}.toml")
    accounts = (
        _ACCOUNT.format(number=number, platform=platform, server=address, handle=handle)
        for number, handle in enumerate(handles)
    )
    file.write_text(_AGENCY + "".join(accounts), encoding="utf-8")
    with Workspace.init(folder, agency=file, platforms=PLATFORMS) as workspace, _writing(workspace) as connection:
        plans.save_campaign(connection, _campaign())
        put_officers(connection, [Officer(id=OFFICER, name="Penjaga (contoh)", unit="humas")])


def posted(
    workspace: Workspace, platform: str, numbers: Sequence[int], due: datetime = DUE, accounts: int = len(HANDLES)
) -> dict[str, str]:
    """Add approved posts to the queue, on one account after the other.

    Args:
        workspace: A workspace that `made` made.
        platform: The accounts' platform.
        numbers: One post of each number.
        due: When they go out.
        accounts: How many accounts there are.

    Returns:
        The words of each post, by its id.
    """
    posts = list(_posts(platform, numbers, due, accounts))
    with _writing(workspace) as connection:
        put_posts(connection, posts)
        plans.add_approvals(
            connection, [Approval(post=p.id, content_hash=p.content_hash, by="ketua", at=due) for p in posts]
        )
        outbox.save(
            connection,
            [
                Delivery(
                    post=p.id,
                    account=p.account,
                    platform=p.platform,
                    state=DeliveryState.APPROVED,
                    due=p.due,
                    content_hash=p.content_hash,
                )
                for p in posts
            ],
        )
    return {post.id: post.text for post in posts}


def _writing(workspace: Workspace) -> AbstractContextManager[Connection]:
    return workspace._context.database.write()  # noqa: SLF001  (its queue is filled past its doors)


def text_of(number: int) -> str:
    """The words of a post: no two are the same."""
    return f"Loket {number} buka juga pada hari Sabtu pagi, pukul delapan sampai dua belas. Bawa kartu identitas."


def post_of(number: int, accounts: int = len(HANDLES)) -> str:
    """The id of a post."""
    return post_id("layanan", "pertama", f"loket-{number}", account_of(number, accounts))


def account_of(number: int, accounts: int = len(HANDLES)) -> str:
    """The account of a post."""
    return f"kanal{number % accounts}"


def _posts(platform: str, numbers: Sequence[int], due: datetime, accounts: int) -> Iterator[Post]:
    for number in numbers:
        yield Post(
            campaign="layanan",
            wave="pertama",
            message=f"loket-{number}",
            variant="a",
            account=account_of(number, accounts),
            platform=platform,
            due=due,
            parts=(text_of(number),),
            disclosure="Akun resmi Kementerian Contoh",
        )


def _campaign() -> Campaign:
    message = Message(id="loket", title="Loket", variants=(Variant(id="a", text=text_of(0)),))
    return Campaign(
        id="layanan",
        title="Layanan",
        agency="contoh",
        goal="Warga tahu layanan baru",
        audience="Warga",
        author="penulis",
        starts=DUE.date(),
        ends=(DUE + timedelta(days=30)).date(),
        messages=(message,),
        waves=(Wave(id="pertama", at=DUE, messages=("loket",)),),
    )
