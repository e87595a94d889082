"""What every adapter sends fits its service's own description, where there is one."""

from collections.abc import Callable
from pathlib import Path

import pytest

from govpr.http.calls import Call, Json
from tests.platforms.specs import Description, amiss, specs, wrong
from tests.platforms.subjects import subjects
from tests.specs import discovery, meta, openapi, telegram
from tests.specs.sent import SECRET, sent

Descriptions = Callable[[Path], list[Description]]
DESCRIBED: dict[str, Descriptions] = {
    "discord": lambda folder: [(openapi.described, folder / "discord-v10.json")],
    "discord_webhook": lambda folder: [(openapi.described, folder / "discord-v10.json")],
    "facebook": lambda folder: [(meta.described, folder)],
    "instagram": lambda folder: [(meta.described, folder)],
    "line": lambda folder: [
        (openapi.described, folder / "line-messaging-api.yml"),
        (openapi.described, folder / "line-insight.yml"),
    ],
    "mastodon": lambda folder: [(openapi.described, folder / "mastodon.json")],
    "matrix": lambda folder: [(openapi.described, folder / "matrix-client-server")],
    "telegram": lambda folder: [(telegram.described, folder / "telegram-bot-api.json")],
    "threads": lambda folder: [(meta.described, folder)],
    "whatsapp": lambda folder: [(meta.described, folder)],
    "x": lambda folder: [(openapi.described, folder / "x-api-v2.json")],
    "youtube": lambda _folder: [(discovery.described, discovery.DOCUMENTS / "youtube.v3.json")],
}
SECRETS = {"discord_webhook": "1290000000000000000/rahasia"}
SUBJECTS = {name: subject for name, subject in subjects().items() if name in DESCRIBED}


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_request_fits_the_description(name: str) -> None:
    assert wrong(SUBJECTS[name], *DESCRIBED[name](specs()), secret=SECRETS.get(name, SECRET)) == []


API = "https://discord.com/api/v10/channels/12345/messages"
BOT = "https://api.telegram.org/bot{+key}"
VIDEOS = "https://www.googleapis.com/youtube/v3/videos"
GRAPH = "https://graph.facebook.com/v26.0"
FLAWED = [
    ("discord", Call("POST", API, Json({"content": 3})), "content: 3 is not of type"),
    ("discord", Call("POST", API, Json({"contents": "x"})), "no field is called contents"),
    ("discord", Call("GET", f"{API}?limits=3"), "no parameter is called limits"),
    ("discord", Call("POST", f"{API}/x/y/z", Json({})), "no description knows it"),
    ("facebook", Call("POST", f"{GRAPH}/100000000000000/feed", Json({"text": "x"})), "no parameter is called text"),
    ("instagram", Call("GET", f"{GRAPH}/17841400000000000?fields=nama"), "no field is called nama"),
    ("telegram", Call("POST", f"{BOT}/sendMessage", Json({"chat_id": "@a"}), fills="key"), "text is missing"),
    ("telegram", Call("POST", f"{BOT}/getChat", Json({"chat_id": "@a", "x": 1}), fills="key"), "x is unknown"),
    ("telegram", Call("POST", f"{BOT}/getChat", Json({"chat_id": 1.5}), fills="key"), "chat_id is no Integer or"),
    ("youtube", Call("POST", f"{VIDEOS}?part=snippet", Json({"snippet": {"titel": "x"}})), ".snippet.titel is unknown"),
    ("youtube", Call("GET", f"{VIDEOS}?id=x"), "the parameter part is missing"),
]


@pytest.mark.parametrize(("name", "call", "said"), FLAWED)
def test_a_flawed_request_is_found(name: str, call: Call, said: str) -> None:
    (problem,) = amiss(sent(call, SUBJECTS["mastodon"]), *DESCRIBED[name](specs()))
    assert said in problem
    assert SECRET not in problem
