"""What a platform would refuse, found before anything is sent."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol

from attrs import evolve

from govpr.content.entities import extract
from govpr.content.graphemes import count_graphemes
from govpr.content.length import measure
from govpr.content.rules import Files, Length, Rules
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

    Codes: `text.empty`, `text.too-long`, `text.bytes`, `text.forbidden`, `thread.too-long`, `title.too-long`,
    `media.missing`, `media.too-many`, `media.mixed`, `media.too-large`, `media.type`, `media.width`, `media.height`,
    `media.pixels`, `media.ratio`, `media.duration`, `media.no-address`, `media.alt-too-long`, `links.too-many`,
    `hashtags.too-many`, `mentions.too-many`.

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
        *(
            finding
            for number, _ in enumerate(parts)
            for finding in _part(number, parts, rules, report, beside=bool(media))
        ),
        *_media(media, rules, report),
    )


def rule_of(rules: Rules, number: int, *, beside: bool) -> Length:
    """The rule for the length of one part: the first may stand beside media, where some platforms take less.

    Args:
        rules: What the platform accepts.
        number: Which part, counted from 0.
        beside: Whether the post has media.

    Example:
        >>> telegram = Rules(text=Length(limit=4096), caption=Length(limit=1024))
        >>> rule_of(telegram, 0, beside=True).limit, rule_of(telegram, 1, beside=True).limit
        (1024, 4096)
    """
    return rules.caption if rules.caption is not None and beside and number == 0 else rules.text


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


def _part(number: int, parts: Sequence[str], rules: Rules, report: _Report, *, beside: bool) -> Iterator[Finding]:
    text, where = parts[number], f"part {number + 1} of {len(parts)}" if len(parts) > 1 else "the text"
    if not text.strip():
        yield report("text.empty", f"{where} is empty", "write at least one word")
    rule = rule_of(rules, number, beside=beside)
    length, size = measure(text, rule), byte_length(text)
    if length > rule.limit:
        message = f"{where} has {length} of at most {rule.limit} {rule.count}{_counted(rule)}"
        yield report("text.too-long", message, _shorter(number, parts, length - rule.limit, rules, rule))
    if rule.bytes is not None and size > rule.bytes:
        message = f"{where} has {size} of at most {rule.bytes} UTF-8 bytes"
        yield report("text.bytes", message, f"shorten it by {size - rule.bytes}")
    if surplus := sorted(set(text) & set(rules.forbidden)):
        yield report(
            "text.forbidden", f"{where} has {' '.join(map(_named, surplus))}", "leave it out: this platform refuses it"
        )
    yield from _entities(text, where, rules, report)


def _named(character: str) -> str:
    return "a line break" if character == "\n" else character if character.isprintable() else repr(character)


def _counted(rule: Length) -> str:
    return f", each link counted as {rule.link}" if rule.link is not None else ""


def _shorter(number: int, parts: Sequence[str], over: int, rules: Rules, rule: Length) -> str:
    advice = f"shorten it by {over}"
    try:
        count = len(parts) - 1 + len(split(parts[number], evolve(rules, text=rule)))
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
    if rules.needs_media and not media:
        yield report("media.missing", "there is no picture or film", "add one: this platform takes no words alone")
    counts = [sum(item.kind is kind for item in media) for kind in (MediaKind.IMAGE, MediaKind.VIDEO)]
    for kind, count, most in zip(("images", "videos"), counts, (rules.images.most, rules.videos.most), strict=True):
        if count > most:
            yield report("media.too-many", f"there are {count} of at most {most} {kind}", f"leave out {count - most}")
    if all(counts) and not rules.together:
        yield report("media.mixed", "there are pictures and films in one post", "leave out the pictures or the films")
    if rules.media is not None and len(media) > rules.media:
        message = f"there are {len(media)} of at most {rules.media} files"
        yield report("media.too-many", message, f"leave out {len(media) - rules.media}")
    size = sum(item.size or 0 for item in media)
    if rules.media_bytes is not None and size > rules.media_bytes:
        message = f"the files have {size} of at most {rules.media_bytes} bytes together"
        yield report("media.too-large", message, "make them smaller, or leave one out")
    for item in media:
        yield from _medium(item, rules, report)


def check_medium(item: Media, rules: Rules) -> tuple[Finding, ...]:
    """What a platform would refuse about one file alone.

    Args:
        item: The file, described.
        rules: What the platform accepts.
    """
    return tuple(_medium(item, rules, partial(_finding, path="", post=None)))


def _medium(item: Media, rules: Rules, report: _Report) -> Iterator[Finding]:
    files = rules.images if item.kind is MediaKind.IMAGE else rules.videos
    if files.types and item.type not in files.types:
        yield report("media.type", f"{item.file} is {item.type}", f"use {', '.join(files.types)}")
    if files.bytes is not None and item.size is not None and item.size > files.bytes:
        yield report(
            "media.too-large", f"{item.file} has {item.size} of at most {files.bytes} bytes", "make it smaller"
        )
    yield from _measures(item, files, report)
    if files.public and item.url is None:
        advice = "write url = its public address: this platform fetches files itself"
        yield report("media.no-address", f"{item.file} has no public address", advice)
    if rules.alt and (length := count_graphemes(item.alt)) > rules.alt:
        message = f"the alt text of {item.file} has {length} of at most {rules.alt} characters"
        yield report("media.alt-too-long", message, f"shorten it by {length - rules.alt}")


def _measures(item: Media, files: Files, report: _Report) -> Iterator[Finding]:
    """What is looked at where the file has been measured; nothing is assumed of one that has not."""
    pixels = None if item.width is None or item.height is None else item.width * item.height
    ratio = None if item.width is None or not item.height else item.width / item.height
    for code, what, value, span in (
        ("media.width", "pixels across", item.width, files.width),
        ("media.height", "pixels in height", item.height, files.height),
        ("media.pixels", "pixels", pixels, None if files.pixels is None else (1, files.pixels)),
        ("media.ratio", "times as wide as high", ratio, files.ratio),
        ("media.duration", "seconds", item.seconds, files.seconds),
    ):
        if value is not None and span is not None and not span[0] <= value <= span[1]:
            message = f"{item.file} has {value:.6g} {what}; allowed are {span[0]:.6g} to {span[1]:.6g}"
            yield report(code, message, "convert it: govpr platforms check NAME --media FILE --convert FOLDER")
