"""What a platform would refuse, found before anything is sent."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from govpr.content.entities import extract
from govpr.content.graphemes import count_graphemes
from govpr.content.length import measure
from govpr.content.rules import Rules
from govpr.content.split import split
from govpr.content.units import byte_length
from govpr.errors import InputError
from govpr.models import Finding, Media, MediaKind


class _Report(Protocol):
    def __call__(self, code: str, message: str, advice: str) -> Finding: ...


def check(
    parts: Sequence[str],
    media: Sequence[Media],
    rules: Rules,
    *,
    title: str = "",
    path: str = "",
    post: str | None = None,
) -> tuple[Finding, ...]:
    """Check a composed post against a platform's rules. Nothing is cut; every finding is an error.

    Codes: `text.empty`, `text.too-long`, `text.bytes`, `thread.too-long`, `title.too-long`, `media.too-many`,
    `media.too-large`, `media.type`, `media.alt-too-long`, `links.too-many`, `hashtags.too-many`, `mentions.too-many`.

    Args:
        parts: The exact text of each part.
        media: What is attached.
        rules: What the platform accepts.
        title: The headline; looked at only where the platform has one.
        path: Where the text stands, for the findings.
        post: The post's id, for the findings.

    Example:
        >>> from govpr.content.rules import Length
        >>> for finding in check(["Air naik. Segera mengungsi!"], (), Rules(text=Length(limit=20), parts=3)):
        ...     print(finding.code, "|", finding.message, "|", finding.advice)
        text.too-long | the text has 27 of at most 20 graphemes | shorten it by 7, or post it as a thread of 2 parts
    """
    report: _Report = partial(_finding, path=path, post=post)
    return (
        *_whole(parts, rules, title, report),
        *(finding for number, _ in enumerate(parts) for finding in _part(number, parts, rules, report)),
        *_media(media, rules, report),
    )


def _finding(code: str, message: str, advice: str, *, path: str, post: str | None) -> Finding:
    return Finding(code=code, message=message, advice=advice, path=path, post=post)


def _whole(parts: Sequence[str], rules: Rules, title: str, report: _Report) -> Iterator[Finding]:
    if not parts:
        yield report("text.empty", "there is no text", "write at least one word")
    if len(parts) > rules.parts:
        whole = "this platform takes no threads: add a variant for it that is one part"
        advice = f"leave out {len(parts) - rules.parts}" if rules.parts > 1 else whole
        yield report("thread.too-long", f"the thread has {len(parts)} of at most {rules.parts} parts", advice)
    if rules.title is not None and (length := count_graphemes(title)) > rules.title:
        message = f"the title has {length} of at most {rules.title} characters"
        yield report("title.too-long", message, f"shorten it by {length - rules.title}")


def _part(number: int, parts: Sequence[str], rules: Rules, report: _Report) -> Iterator[Finding]:
    text, where = parts[number], f"part {number + 1} of {len(parts)}" if len(parts) > 1 else "the text"
    if not text.strip():
        yield report("text.empty", f"{where} is empty", "write at least one word")
    length, size = measure(text, rules.text), byte_length(text)
    if length > rules.text.limit:
        message = f"{where} has {length} of at most {rules.text.limit} {rules.text.count}{_counted(rules)}"
        yield report("text.too-long", message, _shorter(number, parts, length - rules.text.limit, rules))
    if rules.text.bytes is not None and size > rules.text.bytes:
        over = size - rules.text.bytes
        yield report(
            "text.bytes", f"{where} has {size} of at most {rules.text.bytes} UTF-8 bytes", f"shorten it by {over}"
        )
    yield from _entities(text, where, rules, report)


def _counted(rules: Rules) -> str:
    return f", each link counted as {rules.text.link}" if rules.text.link is not None else ""


def _shorter(number: int, parts: Sequence[str], over: int, rules: Rules) -> str:
    advice = f"shorten it by {over}"
    try:
        count = len(parts) - 1 + len(split(parts[number], rules))
    except InputError:
        return advice
    return f"{advice}, or post it as a thread of {count} parts" if count <= rules.parts else advice


def _entities(text: str, where: str, rules: Rules, report: _Report) -> Iterator[Finding]:
    if rules.links is None and rules.hashtags is None and rules.mentions is None:
        return
    found = extract(text)
    kinds = (
        ("links", found.links, rules.links),
        ("hashtags", found.hashtags, rules.hashtags),
        ("mentions", found.mentions, rules.mentions),
    )
    for kind, entities, most in kinds:
        if most is not None and len(entities) > most:
            surplus = ", ".join(entity.text for entity in entities[most:])
            yield report(
                f"{kind}.too-many", f"{where} has {len(entities)} of at most {most} {kind}", f"leave out {surplus}"
            )


def _media(media: Sequence[Media], rules: Rules, report: _Report) -> Iterator[Finding]:
    images = [item for item in media if item.kind is MediaKind.IMAGE]
    videos = [item for item in media if item.kind is MediaKind.VIDEO]
    for kind, items, most in (("images", images, rules.images), ("videos", videos, rules.videos)):
        if len(items) > most:
            message = f"there are {len(items)} of at most {most} {kind}"
            yield report("media.too-many", message, f"leave out {len(items) - most}")
    for item in media:
        yield from _medium(item, rules, report)


def _medium(item: Media, rules: Rules, report: _Report) -> Iterator[Finding]:
    image = item.kind is MediaKind.IMAGE
    types, most = (rules.image_types, rules.image_bytes) if image else (rules.video_types, rules.video_bytes)
    if types and item.type not in types:
        yield report("media.type", f"{item.file} is {item.type}", f"use {', '.join(types)}")
    if most is not None and item.size is not None and item.size > most:
        yield report("media.too-large", f"{item.file} has {item.size} of at most {most} bytes", "make it smaller")
    if rules.alt is not None and (length := count_graphemes(item.alt)) > rules.alt:
        message = f"the alt text of {item.file} has {length} of at most {rules.alt} characters"
        yield report("media.alt-too-long", message, f"shorten it by {length - rules.alt}")
