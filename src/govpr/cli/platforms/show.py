"""`govpr platforms show`: everything that a platform declares."""

from collections.abc import Iterator
from typing import Any

from cyclopts import App
from rich.console import RenderableType

from govpr import plugins
from govpr.cli.options import AsJson, examples
from govpr.cli.output import table, tell
from govpr.content.rules import Files, Length, Rules, Span
from govpr.models.converter import to_data
from govpr.platforms import protocol
from govpr.platforms.handles import Names
from govpr.platforms.oauth import CLIENT_ID, CLIENT_SECRET, Connects, OAuth

app = App(name="show", help_epilogue=examples("govpr platforms show mastodon", "govpr platforms show x --json"))

_CAPABILITIES = {
    "uploads media": protocol.Uploads,
    "prepares before it publishes": protocol.Stages,
    "writes to subscribers": protocol.Mails,
    "finds what was published": protocol.Finds,
    "deletes": protocol.Revokes,
    "edits": protocol.Edits,
    "measures": protocol.Measures,
    "says how an account stands": protocol.Inspects,
    "reads its server's limits": protocol.Adapts,
    "signs in": protocol.SignsIn,
    "connects by OAuth": Connects,
    "has a share link": protocol.Shares,
}


@app.default
def show(name: str, /, *, as_json: AsJson = False) -> None:
    """Everything that a platform declares: what it accepts, can do, and needs.

    Args:
        name: Its name, as `govpr platforms list` prints it.
    """
    platform: Any = plugins.load(plugins.PLATFORMS, name)
    able = [words for words, kind in _CAPABILITIES.items() if isinstance(platform, kind)]
    hosts = sorted(platform.hosts)
    content = {"name": platform.name, "hosts": hosts, "capabilities": able, "rules": to_data(platform.rules)}
    if isinstance(platform, protocol.Speaks):
        content["schemes"] = sorted(platform.schemes)
    if isinstance(platform, Names):
        content["handles"] = to_data(platform.handles)
    if isinstance(platform, protocol.Asks):
        content["options"] = to_data(platform.options)
    if isinstance(platform, protocol.Versioned):
        content["version"] = to_data(platform.version)
    if isinstance(platform, Connects):
        content["oauth"] = _oauth(platform.oauth)
    tell(as_json, "platform", content, *_shown(platform, able, hosts))


def _oauth(oauth: OAuth) -> dict[str, Any]:
    return {"authorize": oauth.authorize, "scopes": list(oauth.scopes), "pkce": oauth.pkce, "source": oauth.source}


def _shown(platform: Any, able: list[str], hosts: list[str]) -> Iterator[RenderableType]:
    rows = [
        ("can", able),
        ("hosts", hosts or "only the account's own server, or this machine"),
        *([("its calls begin with", sorted(platform.schemes))] if isinstance(platform, protocol.Speaks) else ()),
        *([("handles", f"in full, as {platform.handles.example}")] if isinstance(platform, Names) else ()),
        *_version(platform),
        *_consent(platform),
        *rows_of(platform.rules),
    ]
    yield table(("what", ""), rows, title=platform.name)
    if isinstance(platform, protocol.Asks) and platform.options:
        yield table(("option", "needed", "what it is", "as"), [_option(one) for one in platform.options])


def _version(platform: object) -> Iterator[tuple[str, object]]:
    if isinstance(platform, protocol.Versioned):
        ends = platform.version.ends
        yield "API version", f"{platform.version.name}, {f'switched off on {ends}' if ends else 'without an end'}"
        if platform.version.source:
            yield "version's source", platform.version.source


def _consent(platform: object) -> Iterator[tuple[str, object]]:
    if not isinstance(platform, Connects):
        yield "OAuth", "no"
        return
    yield "OAuth", f"yes, with the options {CLIENT_ID} and {CLIENT_SECRET}: govpr account connect"
    yield "scopes", platform.oauth.scopes
    yield "OAuth's source", platform.oauth.source


def _option(option: protocol.Option) -> tuple[object, ...]:
    needed = "yes" if option.required else "no"
    return option.name, needed, option.help, "env:NAME" if option.secret and not option.example else option.example


def rows_of(rules: Rules) -> Iterator[tuple[str, object]]:
    """A platform's rules in words.

    Args:
        rules: The rules.

    Example:
        >>> dict(rows_of(Rules(text=Length(limit=280), hashtags=2)))["hashtags"]
        'at most 2'
    """
    yield "text", _length(rules.text)
    if rules.caption is not None:
        yield "text beside media", _length(rules.caption)
    yield "parts of a thread", rules.parts if rules.parts > 1 else "no threads"
    yield "title", "none" if rules.title is None else f"at most {rules.title} characters"
    yield from _files("pictures", rules.images)
    yield from _files("films", rules.videos)
    yield "pictures with films", "yes" if rules.together else "no"
    yield "files in all", _most(rules.media)
    yield "their bytes", _most(rules.media_bytes)
    yield "without a file", "refused" if rules.needs_media else "taken"
    yield "alt text", "none" if rules.alt == 0 else _most(rules.alt, " characters")
    yield "links", _most(rules.links)
    yield "hashtags", _most(rules.hashtags)
    yield "mentions", _most(rules.mentions)
    yield "language tags", rules.languages
    if rules.forbidden:
        yield "forbidden", " ".join(rules.forbidden)
    yield "markup", rules.markup
    yield "same text on several accounts", "forbidden" if rules.identical else "taken"
    yield "source", rules.source


def _length(length: Length) -> str:
    words = [f"at most {length.limit} {length.count.value}"]
    if length.bytes is not None:
        words.append(f"at most {length.bytes} UTF-8 bytes")
    if length.link is not None:
        words.append(f"each link counts as {length.link}")
    if not length.mention_host:
        words.append("a mention counts without its host")
    return "; ".join(words)


def _files(what: str, files: Files) -> Iterator[tuple[str, object]]:
    if not files.most:
        yield what, "none"
        return
    words = [f"at most {files.most}"]
    if files.bytes is not None:
        words.append(f"{files.bytes} bytes each")
    if files.pixels is not None:
        words.append(f"{files.pixels} pixels in all")
    spans = ("width", files.width), ("height", files.height), ("width to height", files.ratio)
    words += [f"{name} {_span(span)}" for name, span in spans if span is not None]
    if files.seconds is not None:
        words.append(f"{_span(files.seconds)} seconds")
    if files.public:
        words.append("each at a public address")
    yield what, "; ".join(words)
    yield f"types of {what}", files.types or "any"


def _span(span: Span) -> str:
    return f"{span[0]:.6g} to {span[1]:.6g}"


def _most(number: int | None, unit: str = "") -> str:
    return "no limit is known" if number is None else f"at most {number}{unit}"
