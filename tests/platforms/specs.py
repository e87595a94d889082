"""What services publish about their interfaces, where it is: every request of an adapter is held against it.

    fits("discord", SUBJECT)

Numbers in Meta's places say what they are: 1000... is a Page, 1564... a film, 17841... an Instagram account, 1790 a
post, 178 a container.
"""

import os
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from govpr.testing import Subject
from govpr.testing.conversations import Conversation
from govpr.testing.specs import Description, Edge, discovery, flaws, graph, openapi, specs_of, telegram
from govpr.testing.specs import sent as outgoing

_SHARED = Path(os.environ.get("GOVPR_SHARED", Path(__file__).parents[2].parent / "shared"))
_GOOGLE = find_spec("googleapiclient")
DOCUMENTS = Path(str(_GOOGLE and _GOOGLE.origin)).parent / "discovery_cache" / "documents"
"""Those that google-api-python-client ships."""
SECRETS = {"discord_webhook": "1290000000000000000/rahasia"}


def described(name: str) -> list[Description]:
    """The descriptions for a platform, by its file's name; the test is skipped where they are absent."""
    folder = _SHARED / "data" / "specs"
    if name != "youtube" and not folder.is_dir():
        pytest.skip("the services' descriptions are not there; set GOVPR_SHARED to the folder that has data/specs")
    return _READ[name](folder)


def fits(name: str, subject: Subject) -> None:
    """Fail unless every request of a subject is as the service describes it."""
    for check in specs_of(subject, *described(name), **({"secret": SECRETS[name]} if name in SECRETS else {})):
        check()


def fit(name: str, talk: Conversation, subject: Subject) -> None:
    """Fail unless every request of a conversation is as the service describes it."""
    found = [(str(call), flaws(outgoing(call, subject), *described(name))) for call in talk.calls]
    assert [one for one in found if one[1]] == []


_POST = ("id", "message", "permalink_url", "created_time", "reactions", "comments", "shares")
_GRAPH = r"graph\.facebook\.com/v26\.0"
_FILM = rf"{_GRAPH}/1564\d{{12}}"
_FILM_FIELDS = ("id", "status", "description", "permalink_url", "post_id")
_VIDEO = "docs/graph-api/reference/video; facebook-python-business-sdk, adobjects/advideo.py"
_THREADS = r"graph\.threads\.net/v1\.0"
_THREAD = ("id", "text", "permalink", "timestamp", "replied_to", "username")
_PHONE = rf"{_GRAPH}/1065\d{{11}}"
_NODES = {
    "Page": r"graph(-video)?\.facebook\.com/v26\.0/1000\d{11}",
    "IGUser": rf"{_GRAPH}/17841\d{{12}}",
    "IGMedia": rf"{_GRAPH}/1790",
}


def _texts(*names: str) -> dict[str, str]:
    return dict.fromkeys(names, "string")


_CREATE = _texts(
    "media_type", "text", "image_url", "video_url", "is_carousel_item", "children", "reply_to_id", "alt_text"
)
_TEMPLATE = _texts("messaging_product", "recipient_type", "to", "type", "template", "biz_opaque_callback_data")
_POSTS = "docs/graph-api/reference/page-post, docs/pages-api/posts"
_PUBLISHING = "documentation/threads/reference/publishing, and Meta's Postman collection"
_RETRIEVAL = "documentation/threads/reference/media-retrieval"
_WHATSAPP = (
    "facebook/openapi, business-messaging-api_v23.0.yaml; documentation/business-messaging/whatsapp/reference/messages"
)
_EDGES = [
    Edge(
        method="POST",
        place=f"{_NODES['Page']}/photos",
        params={**_texts("alt_text_custom"), "published": "bool", "source": "file"},
        source="docs/graph-api/reference/page/photos: the file of the form is in the text alone",
    ),
    Edge(method="GET", place=rf"{_GRAPH}/1000\d+_\d+", fields=_POST, source=_POSTS),
    Edge(method="POST", place=rf"{_GRAPH}/1000\d+_\d+", params=_texts("message"), source=_POSTS),
    Edge(method="DELETE", place=rf"{_GRAPH}/1000\d+_\d+", source=_POSTS),
    Edge(method="GET", place=rf"{_GRAPH}/1000\d+_\d+/insights", params=_texts("metric"), source=_POSTS),
    Edge(method="GET", place=_FILM, fields=_FILM_FIELDS, source=_VIDEO),
    Edge(method="POST", place=_FILM, params=_texts("description"), source=_VIDEO),
    Edge(method="DELETE", place=_FILM, source=_VIDEO),
    Edge(
        method="GET",
        place=rf"{_GRAPH}/178",
        fields=("id", "status", "status_code"),
        source="docs/instagram-platform/instagram-graph-api/reference/ig-container",
    ),
    Edge(method="POST", place=rf"{_THREADS}/me/threads", params=_CREATE, source=_PUBLISHING),
    Edge(
        method="POST",
        place=rf"{_THREADS}/me/threads_publish",
        params={"creation_id": "unsigned int"},
        source=_PUBLISHING,
    ),
    Edge(method="GET", place=rf"{_THREADS}/me/(threads|replies)", fields=_THREAD, source=_RETRIEVAL),
    Edge(
        method="GET",
        place=rf"{_THREADS}/me/threads_publishing_limit",
        fields=("quota_usage", "config"),
        source=_RETRIEVAL,
    ),
    Edge(method="GET", place=rf"{_THREADS}/me", fields=("id", "username"), source=_RETRIEVAL),
    Edge(method="GET", place=rf"{_THREADS}/178", fields=("id", "status", "error_message"), source=_RETRIEVAL),
    Edge(method="GET", place=rf"{_THREADS}/1790", fields=_THREAD, source=_RETRIEVAL),
    Edge(method="DELETE", place=rf"{_THREADS}/1790", source=_PUBLISHING),
    Edge(method="GET", place=rf"{_THREADS}/1790/insights", params=_texts("metric"), source=_RETRIEVAL),
    Edge(method="POST", place=f"{_PHONE}/messages", params=_TEMPLATE, source=_WHATSAPP),
    Edge(
        method="POST",
        place=f"{_PHONE}/media",
        params={**_texts("messaging_product", "type"), "file": "file"},
        source=_WHATSAPP,
    ),
    Edge(
        method="GET",
        place=_PHONE,
        fields=("verified_name", "quality_rating", "name_status", "code_verification_status"),
        source=_WHATSAPP,
    ),
]


def _meta(folder: Path) -> list[Description]:
    return [graph({name: (folder / f"meta-{name}.json", place) for name, place in _NODES.items()}, _EDGES)]


_READ: dict[str, Callable[[Path], list[Description]]] = {
    "discord": lambda folder: [openapi(folder / "discord-v10.json")],
    "discord_webhook": lambda folder: [openapi(folder / "discord-v10.json")],
    "facebook": _meta,
    "facebook_film": _meta,
    "instagram": _meta,
    "line": lambda folder: [openapi(folder / "line-messaging-api.yml"), openapi(folder / "line-insight.yml")],
    "mastodon": lambda folder: [openapi(folder / "mastodon.json")],
    "matrix": lambda folder: [openapi(folder / "matrix-client-server")],
    "telegram": lambda folder: [telegram(folder / "telegram-bot-api.json")],
    "threads": _meta,
    "whatsapp": _meta,
    "x": lambda folder: [openapi(folder / "x-api-v2.json")],
    "youtube": lambda _folder: [discovery(DOCUMENTS / "youtube.v3.json")],
}
DESCRIBED = tuple(_READ)
