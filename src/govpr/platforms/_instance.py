"""What a server that speaks Mastodon's API says of its own limits, and of an account on it."""

from collections.abc import Iterable
from typing import Any

from attrs import evolve

from govpr.content.rules import Files, Rules
from govpr.platforms._answers import whole
from govpr.platforms.protocol import Standing

NEEDED = ("write:statuses", "write:media", "read:statuses", "read:accounts")


def rules_of(rules: Rules, instance: Any) -> Rules:
    """A platform's rules, with what a server says in their place; what it leaves out stays.

    Args:
        rules: What holds where a server says nothing.
        instance: The answer of `/api/v2/instance` (https://docs.joinmastodon.org/entities/Instance/).

    Example:
        >>> from govpr.content.rules import Length
        >>> said = {"configuration": {"statuses": {"max_characters": 11000}}}
        >>> rules_of(Rules(text=Length(limit=500, link=23)), said).text
        Length(limit=11000, count=<Count.GRAPHEMES: 'graphemes'>, link=23, bytes=None, mention_host=True)
    """
    posts, files = _at(instance, "configuration", "statuses"), _at(instance, "configuration", "media_attachments")
    limit = _number(posts, "max_characters", rules.text.limit)
    return evolve(
        rules,
        text=evolve(rules.text, limit=limit, link=_number(posts, "characters_reserved_per_url", rules.text.link)),
        images=_files(rules.images, files, "image", _number(posts, "max_media_attachments", rules.images.most)),
        videos=_files(rules.videos, files, "video", rules.videos.most),
        alt=_number(files, "description_limit", rules.alt),
    )


def standing_of(own: Any, scopes: Iterable[str]) -> Standing:
    """How an account stands.

    Args:
        own: The answer of `/api/v1/accounts/verify_credentials`.
        scopes: What the app may ask for, as `/api/v1/apps/verify_credentials` says; empty where it does not say.

    Example:
        >>> standing_of({"acct": "humas", "limited": True}, ["read", "write"]).notes
        ('the server limits this account: its posts are shown to fewer people',)
    """
    known = tuple(scopes)
    lacking = [scope for scope in NEEDED if known and not {scope, scope.partition(":")[0]} & set(known)]
    moved, closed = isinstance(own.get("moved"), dict), own.get("suspended") is True
    notes = [f"the app lacks the scope {scope}" for scope in lacking]
    if own.get("limited") is True:
        notes.append("the server limits this account: its posts are shown to fewer people")
    if moved:
        notes.append("the account has moved to another one")
    if closed:
        notes.append("the server has suspended this account")
    can_post = not (moved or closed or "write:statuses" in lacking)
    return Standing(name=str(own.get("acct", "")), can_post=can_post, scopes=known, notes=tuple(notes))


def _files(files: Files, said: Any, kind: str, most: int) -> Files:
    types = said.get("supported_mime_types") if isinstance(said, dict) else None
    own = tuple(one for one in types if str(one).startswith(f"{kind}/")) if isinstance(types, list) else ()
    return evolve(
        files,
        most=most,
        types=own or files.types,
        bytes=_number(said, f"{kind}_size_limit", files.bytes),
        pixels=_number(said, f"{kind}_matrix_limit", files.pixels),
    )


def _at(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _number(said: Any, name: str, default: Any) -> Any:
    return (whole(said.get(name)) if isinstance(said, dict) else None) or default
