"""The demo told to its reader, step by step."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import TextWrapper, indent

from govpr.campaigns.preview import preview
from govpr.demo.played import Played
from govpr.models import Finding, MessageKind, Post, Severity

_WRAP = TextWrapper(width=86, break_long_words=False, break_on_hyphens=False)
_QUESTION = "Token listrik gratis 2026 dibagikan, daftar lewat tautan ini"


def tale(played: Played) -> Iterator[str]:
    """What happened, where to look, and what to type next; one paragraph at a time.

    Args:
        played: A run.
    """
    yield from _beginning(played)
    yield from _checks(played)
    yield from _delivery(played)
    yield _places(played)
    yield _next(played)


def _beginning(played: Played) -> Iterator[str]:
    yield f"govpr demo: the people in it are invented, and it always plays at {played.at:%d %B %Y, %H:%M} in Jakarta.\n"
    if played.edited:
        yield f"Kept as you edited them: {', '.join(played.edited)}\n"
    yield "1. A ministry, its officers, its programmes, and what is known about hoaxes"
    yield f"   {played.factchecks} fact-checks are in the local hoax database.\n"
    yield "2. The campaign, planned: nothing leaves the machine"
    new = sum(change.kind == "added" for change in played.plan.changes)
    told = f"{len(played.plan.posts)} posts: {len(played.plan.ready)} ready, {len(played.plan.stopped)} stopped"
    yield f"   {told}; {new} are new, {len(played.plan.changes) - new} changed since the last plan.\n"


def _checks(played: Played) -> Iterator[str]:
    yield "3. What the checks found"
    for post, findings in _errors(played).values():
        count = len({finding.post for finding in findings})
        yield f"   {post.message} ({count} posts stopped) [{findings[0].code}]"
        yield _indented(f"{findings[0].message}\n→ {findings[0].advice}", 6)
    yield "\n4. Two posts as they will look, the disclosure included"
    for post in _samples(played):
        yield _indented(preview(post), 6) + "\n"


def _errors(played: Played) -> Mapping[tuple[str, str], tuple[Post, list[Finding]]]:
    posts = {post.id: post for post in played.plan.posts}
    groups: dict[tuple[str, str], tuple[Post, list[Finding]]] = {}
    for finding in played.plan.findings:
        if finding.severity is Severity.ERROR and finding.post is not None:
            post = posts[finding.post]
            groups.setdefault((finding.code, post.message), (post, []))[1].append(finding)
    return groups


def _samples(played: Played) -> Iterator[Post]:
    """An officer's own post, and a clarification of the agency."""
    ready = played.plan.ready
    yield from [post for post in ready if post.officer is not None][:1]
    yield from [post for post in ready if post.officer is None and post.kind is MessageKind.CLARIFICATION][:1]


def _delivery(played: Played) -> Iterator[str]:
    approved, delivered = played.approved, played.delivered
    yield "5. Four eyes"
    yield f"   {played.plan.author} may not: {played.refused}"
    yield f"   {played.approver} approves {len(approved.posts)} posts; {len(approved.before)} were approved before.\n"
    yield "6. Delivery"
    if delivered.sent or delivered.handed_over:
        yield f"   {len(delivered.sent)} posts are published in the newsroom."
        yield f"   {len(delivered.handed_over)} are in share kits: their owners decide, post and confirm."
    else:
        yield f"   Nothing new: {played.published} posts are out already, and nothing is published twice."
    if delivered.held:
        yield f"   {len(delivered.held)} for Mastodon and Bluesky are held: live delivery is off, as it is by default."
    if played.confirmed is not None:
        yield f"   {played.confirmed.account}: its owner confirmed one post with the one-time code of the share kit."
    yield "\n7. Report"
    answers = played.answers
    told = f"{answers.clarified} of {answers.received} tips from the public (invented) were clarified"
    yield f"   {told}, {answers.in_time} within three hours.\n"


def _places(played: Played) -> str:
    page = next(iter(played.report))
    places = [("newsroom", played.newsroom), ("report", page), ("calendar", played.calendar)]
    if played.sharekits:
        places.insert(1, ("a share kit", played.sharekits[0]))
    return "Look at\n" + "".join(f"   {name:<12} {path}\n" for name, path in places)


def _next(played: Played) -> str:
    commands = (
        f"cd {_quoted(played.folder)}",
        "govpr status",
        f'govpr hoax check "{_QUESTION}"',
        "govpr plan campaign.toml     (after you edit campaign.toml: it shows what differs)",
    )
    return "Type next\n" + "\n".join(f"   {command}" for command in commands)


def _quoted(folder: Path) -> str:
    return f'"{folder}"' if " " in str(folder) else str(folder)


def _indented(text: str, by: int) -> str:
    lines = (line for paragraph in text.splitlines() for line in (_WRAP.wrap(paragraph) or [""]))
    return indent("\n".join(lines), " " * by)
