"""Values that more than one command shows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from govpr.cli.output import severity, table
from govpr.models import Change, Delivery, Finding, Post, Severity
from govpr.models.converter import to_data
from govpr.models.regions import WIB

_GRAVITY = list(Severity)
_SHORT = 60


def findings_table(findings: Iterable[Finding], posts: Iterable[Post] = (), title: str = "Findings") -> RenderableType:
    """Findings, the gravest first; what is found about several posts of one message is one line with their number.

    Args:
        findings: What was found.
        posts: The posts that they are about.
        title: Above the table.
    """
    messages = {post.id: post.message for post in posts}
    groups: dict[tuple[Severity, str, str], list[Finding]] = {}
    for one in findings:
        key = (one.severity, one.code, messages.get(one.post or "", one.message))
        groups.setdefault(key, []).append(one)
    order = sorted(groups, key=lambda key: (_GRAVITY.index(key[0]), key[1], key[2]))
    return table(("", "code", "message", "posts", "what, and what to do"), _rows(groups, order, messages), title=title)


def _rows(
    groups: Mapping[tuple[Severity, str, str], list[Finding]],
    order: Iterable[tuple[Severity, str, str]],
    messages: Mapping[str, str],
) -> Iterable[tuple[object, ...]]:
    for key in order:
        found = groups[key]
        first = found[0]
        told = f"{first.message}\n→ {first.advice}" if first.advice else first.message
        unlike = len({one.message for one in found}) - 1
        more = f"\n(and {unlike} more like it)" if unlike else ""
        about = sum(one.post is not None for one in found) or None
        yield severity(first.severity), first.code, messages.get(first.post or ""), about, told + more


def deliveries_table(deliveries: Iterable[Delivery], title: str = "") -> RenderableType:
    """Deliveries, one a line."""
    rows = [(d.post, d.account, d.state.value, when(d.due), _address(d), d.problem) for d in deliveries]
    return table(("post", "account", "state", "due", "address", "problem"), rows, title=title)


def _address(delivery: Delivery) -> str:
    return delivery.receipt.url if delivery.receipt else ""


def posts_table(posts: Iterable[Post], title: str = "") -> RenderableType:
    """Posts, one a line, with the beginning of their words."""
    shown = tuple(posts)
    accounts = {post.id: post.account for post in shown}
    rows = [
        (when(post.due), post.account, post.message, post.language, _stands_by(post, accounts), _begins(post))
        for post in shown
    ]
    return table(("due", "account", "message", "language", "stands by for", "begins with"), rows, title=title)


def _stands_by(post: Post, accounts: Mapping[str, str]) -> str:
    if post.instead_of is None or post.after is None:
        return ""
    minutes = post.after.total_seconds() / 60
    return f"{accounts.get(post.instead_of, post.instead_of)}, after {minutes:g} min"


def changes_table(changes: Iterable[Change], posts: Iterable[Post]) -> RenderableType:
    """What differs from the plan before. New posts stand in the plan itself."""
    names = {post.id: f"{post.message} on {post.account}" for post in posts}
    rows = [
        (change.kind, names.get(change.post, change.post), *parted(change.before, change.after))
        for change in changes
        if change.kind != "added"
    ]
    return table(("change", "post", "before", "now"), rows, title="Changes to what was planned before")


def post_data(post: Post) -> dict[str, object]:
    """A post as data, with its id and the content hash that an approval is bound to."""
    return {"id": post.id, "content_hash": post.content_hash, **to_data(post)}


def when(moment: datetime) -> str:
    """A time as tables show it: in its own zone, and what only the database knows in Jakarta's."""
    if moment.utcoffset() == timedelta():
        moment = moment.astimezone(ZoneInfo(WIB))
    return f"{moment:%d %b %H:%M} {moment.tzname() or ''}".strip()


def short(text: str) -> str:
    r"""The beginning of a text, on one line; an ellipsis says that there is more.

    Example:
        >>> short("one\ntwo")
        'one two'
    """
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"


def parted(before: str, after: str) -> tuple[str, str]:
    """Two texts from the first word on in which they differ.

    Example:
        >>> parted("Loket buka hari Sabtu", "Loket buka hari Minggu pagi")
        ('…Sabtu', '…Minggu pagi')
    """
    old, new = before.split(), after.split()
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    lead = "…" if same else ""
    first, second = (short(lead + " ".join(words[same:])) for words in (old, new))
    return first, second


def _begins(post: Post) -> str:
    """The words themselves: the label that every post begins with tells nothing in a list."""
    return short(post.text.removeprefix(post.disclosure))
