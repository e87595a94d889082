"""`govpr queue`: what waits to go out, and what people change about it."""

from datetime import datetime
from pathlib import Path

from cyclopts import App

from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import table, tell
from govpr.cli.show import findings_table, post_data, short, when
from govpr.errors import InputError, Problem
from govpr.workspace.queue import Queued

app = App(name="queue", help_epilogue=examples("govpr queue list", "govpr queue hold POST --by kepala-humas"))


@app.command(name="list", help_epilogue=examples("govpr queue list", "govpr queue list --campaign siaga-banjir --json"))
def list_(
    *,
    campaign: str | None = None,
    account: str | None = None,
    limit: int = 100,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """List what waits, in the order of times, and which posts of an account come too close after one another.

    Args:
        campaign: Only of this campaign.
        account: Only of this account.
        limit: How many at most.
    """
    with opened(workspace) as ws:
        found = ws.queue.waiting(campaign=campaign, account=account, limit=limit)
    accounts = {one.post.id: one.post.account for one in found}
    rows = [
        (*_place(one), accounts.get(one.post.instead_of or "", one.post.instead_of), _close(one), short(one.post.text))
        for one in found
    ]
    headers = ("due", "post", "account", "state", "stands by for", "too close to", "says")
    shown = table(headers, rows, title="What waits")
    tell(as_json, "queue", {"queued": [_data(one) for one in found]}, shown)


@app.command(help_epilogue=examples("govpr queue reschedule POST --to 2026-11-05T09:00:00+07:00 --by kepala-humas"))
def reschedule(post: str, /, *, to: str, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Let a post go out at another time; its approval stands.

    Args:
        post: The post's id.
        to: The new time, with its offset.
        by: The officer who decides.
    """
    with opened(workspace) as ws:
        done = ws.queue.reschedule(post, _time(to), by=by)
    close = f" Too close to {_close(done)}." if done.close else ""
    tell(as_json, "queued", _data(done), f"{post} goes out at {when(done.post.due)}.{close}")


@app.command(help_epilogue=examples("govpr queue edit POST --file baru.txt --by penulis"))
def edit(
    post: str,
    /,
    *,
    by: str,
    text: str | None = None,
    file: Path | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> None:
    """Let a post say something else. That voids its approval; somebody else has to approve it.

    Args:
        post: The post's id.
        by: The officer who words it.
        text: The new words.
        file: A file with the new words.
    """
    if (text is None) == (file is None):
        raise InputError([Problem("--text", "and --file: one of them is needed", "give the new words once")])
    words = text if text is not None else Path(str(file)).read_text("utf-8-sig")
    with opened(workspace) as ws:
        done = ws.queue.edit(post, words, by=by)
    told = f"{post} is {done.delivery.state.value}. Next: govpr approve {done.post.campaign} --by OFFICER (not {by})"
    shown = [findings_table(done.findings, [done.post])] if done.findings else []
    tell(as_json, "queued", _data(done), *shown, told)


@app.command(help_epilogue=examples('govpr queue hold POST --by kepala-humas --note "tunggu BMKG"'))
def hold(post: str, /, *, by: str, note: str = "", workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Keep a post back until somebody releases it.

    Args:
        post: The post's id.
        by: The officer who decides.
        note: Why.
    """
    with opened(workspace) as ws:
        done = ws.queue.hold(post, by=by, note=note)
    tell(as_json, "delivery", done, f"{post} is on hold. Next: govpr queue release {post} --by OFFICER")


@app.command(help_epilogue=examples("govpr queue release POST --by kepala-humas"))
def release(post: str, /, *, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Let a post go on that was on hold.

    Args:
        post: The post's id.
        by: The officer who decides.
    """
    with opened(workspace) as ws:
        done = ws.queue.release(post, by=by)
    tell(as_json, "delivery", done, f"{post} is {done.state.value}.")


@app.command(help_epilogue=examples("govpr queue withdraw POST --by kepala-humas"))
def withdraw(post: str, /, *, by: str, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Take a post back that is not out yet.

    Args:
        post: The post's id.
        by: The officer who decides.
    """
    with opened(workspace) as ws:
        done = ws.queue.withdraw(post, by=by)
    tell(as_json, "delivery", done, f"{post} is {done.state.value}.")


@app.command(help_epilogue=examples("govpr queue fallback POST --by kepala-humas"))
def fallback(post: str, /, *, by: str, absent: bool = False, workspace: Folder = HERE, as_json: AsJson = False) -> None:
    """Let a post go out that stands by, without waiting for its rule; the other one is withdrawn with that.

    Args:
        post: The id of one of the two posts.
        by: The officer who decides.
        absent: Somebody looked on the platform, and the other one is not there.
    """
    with opened(workspace) as ws:
        done = ws.queue.fallback(post, by=by, absent=absent)
    tell(as_json, "delivery", done, f"{done.post} goes out on {done.account} instead. Next: govpr deliver")


def _place(one: Queued) -> tuple[str, str, str, str]:
    return when(one.post.due), one.post.id, one.post.account, one.delivery.state.value


def _data(one: Queued) -> dict[str, object]:
    return {"post": post_data(one.post), "delivery": one.delivery, "close": one.close, "findings": one.findings}


def _close(one: Queued) -> str:
    return ", ".join(one.close)


def _time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        advice = "write a time with its offset, such as 2026-11-05T09:00:00+07:00"
        raise InputError([Problem("--to", f"is {text!r}", advice)]) from None
