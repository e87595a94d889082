"""`govpr platforms check`: a text, or a stream of texts, measured for a platform."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import RenderableType

from govpr import plugins
from govpr.cli.options import HERE, AsJson, Folder, examples, opened
from govpr.cli.output import severity, table, tell
from govpr.cli.problems import NEEDS_A_PERSON
from govpr.content.measuring import SHORTEN, Measured, Proposal, measured
from govpr.content.rules import Rules
from govpr.content.texts import Text, text_lines
from govpr.errors import InputError, InvalidFile, Problem
from govpr.media.fitting import described, fit
from govpr.models import Media
from govpr.models.converter import from_data, to_data

app = App(
    name="check",
    help_epilogue=examples(
        'govpr platforms check bluesky "Air naik. Segera mengungsi ke posko!"',
        "govpr platforms check x --file teks.txt --json",
        'govpr platforms check instagram "Peta banjir" --media peta.png --convert siap',
        "govpr platforms check mastodon --account humas-mastodon < texts.jsonl",
    ),
)

_Files = Annotated[tuple[Path, ...], Parameter(negative_iterable=(), show_default=False)]
_Text = Annotated[str | None, Parameter(allow_leading_hyphen=True)]


@app.default
def check(
    name: str,
    text: _Text = None,
    /,
    *,
    file: Path | None = None,
    title: str = "",
    media: _Files = (),
    convert: Path | None = None,
    account: str | None = None,
    workspace: Folder = HERE,
    as_json: AsJson = False,
) -> int:
    """Measure a text for a platform: length, links, mentions, hashtags, what is wrong and what would fit.

    Nothing is cut or sent. Without a text and a file, JSON lines come from standard input, each with text and perhaps
    title and media, and are answered one by one; with --json each answer is a JSON document on its own line. Exit
    code 1: there are errors.

    Args:
        name: The platform, as `govpr platforms list` prints it.
        text: The words; a line that is only --- separates the parts of a thread. - reads them from standard input.
        file: A file with the words.
        title: The headline.
        media: A picture or film beside the text; may be given several times.
        convert: A folder for copies of the media that fit, where they do not. Nothing is cropped or shortened.
        account: Measure by what this account's own server allows; it is asked.
    """
    rules = _rules(name, account, workspace)
    words = _words(text, file)
    if words is None:
        return _stream(rules, convert, as_json=as_json)
    beside = tuple(_looked_at(Media(file=str(one), alt=one.stem or "?"), rules, convert) for one in media)
    found = measured(words, rules, title=title, media=beside)
    content = {"platform": name, **_data(found), "media": to_data(beside)}
    tell(as_json, "measured", content, *_shown(found), *_files(beside))
    return 0 if found.fits else NEEDS_A_PERSON


def _rules(name: str, account: str | None, workspace: Path) -> Rules:
    if account is None:
        rules: Rules = plugins.load(plugins.PLATFORMS, name).rules
        return rules
    with opened(workspace) as ws:
        own = next((one for one in ws.accounts.all() if one.id == account), None)
        if own is not None and own.platform != name:
            raise InputError((Problem("account", f"{account} is on {own.platform}", f"check {own.platform} instead"),))
        return ws.accounts.limits(account)


def _words(text: str | None, file: Path | None) -> str | None:
    if text is not None and file is not None:
        raise InputError((Problem("file", "is named beside a text", "leave out one of them"),))
    if text == "-":
        return sys.stdin.read()
    if file is None:
        return text
    try:
        return file.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidFile((Problem("", "is no UTF-8 text", "save it as UTF-8"),), str(file)) from None


def _stream(rules: Rules, convert: Path | None, *, as_json: bool) -> int:
    """Each text is answered before the next one is read: memory stays the same however many there are."""
    wrong = False
    for one in text_lines(sys.stdin.buffer):
        beside = tuple(_looked_at(media, rules, convert) for media in _media(one))
        found = measured(one.text, rules, title=one.title, media=beside)
        wrong = wrong or not found.fits
        if as_json:
            answer = {"line": one.line, **_data(found), "media": to_data(beside)}
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
        else:
            sys.stdout.write("".join(f"{line}\n" for line in _told(one, found)))
        sys.stdout.flush()
    return NEEDS_A_PERSON if wrong else 0


def _media(one: Text) -> Iterator[Media]:
    for place, about in enumerate(one.media):
        yield from_data(about, Media, f"line {one.line}: media[{place}]")


def _looked_at(media: Media, rules: Rules, convert: Path | None) -> Media:
    """A medium with what its file is, or its copy that fits; one whose file is elsewhere is as it is described."""
    if not Path(media.file).exists() and media.size is not None:
        return media
    return described(media, Path()) if convert is None else fit(media, rules, Path(), convert)


def _files(media: tuple[Media, ...]) -> Iterator[RenderableType]:
    if media:
        rows = [(one.file, one.type, one.size, one.width, one.height, one.seconds) for one in media]
        yield table(("file", "type", "bytes", "across", "down", "seconds"), rows)


def _data(found: Measured) -> dict[str, Any]:
    return {"fits": found.fits, **to_data(found)}


def _told(one: Text, found: Measured) -> Iterator[str]:
    lengths = ", ".join(f"{part.length}/{part.limit}" for part in found.parts)
    yield f"{one.line}: {'fits' if found.fits else 'does not fit'} ({lengths})"
    yield from (f"  {finding.code}: {finding.message}; {finding.advice}" for finding in found.findings)


def _shown(found: Measured) -> Iterator[RenderableType]:
    rows = [
        (number, f"{part.length} of {part.limit} {part.count.value}", part.bytes, *_entities(part))
        for number, part in enumerate(found.parts, 1)
    ]
    yield table(("part", "length", "bytes", "links", "mentions", "hashtags"), rows)
    if found.findings:
        told = [(severity(one.severity), one.code, one.message, one.advice) for one in found.findings]
        yield table(("", "code", "found", "what to do"), told)
    for proposal in found.proposals:
        yield _proposed(proposal)
    if found.fits:
        yield "It fits."


def _entities(part: Any) -> tuple[tuple[str, ...], ...]:
    return part.links, part.mentions, part.hashtags


def _proposed(proposal: Proposal) -> str:
    if proposal.kind == SHORTEN:
        return f"Part {proposal.part}: shorten it by {proposal.by}."
    parts = "\n---\n".join(proposal.parts)
    return f"Or a thread of {len(proposal.parts)} parts:\n{parts}"
