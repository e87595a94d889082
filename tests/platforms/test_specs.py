"""What every adapter sends fits its service's own description, where there is one; what does not fit is found."""

import pytest

from govpr.http.calls import Call, Json
from govpr.testing.specs import flaws, sent
from tests.platforms.specs import DESCRIBED, described, fits
from tests.platforms.subjects import subjects

SUBJECTS = {name: subject for name, subject in subjects().items() if name in DESCRIBED}


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_request_fits_the_description(name: str) -> None:
    fits(name, SUBJECTS[name])


API = "https://discord.com/api/v10/channels/12345/messages"
BOT = "https://api.telegram.org/bot{+key}"
VIDEOS = "https://www.googleapis.com/youtube/v3/videos"
GRAPH = "https://graph.facebook.com/v26.0"
PAGE = f"{GRAPH}/100000000000000"
FLAWED = [
    ("discord", Call("POST", API, Json({"content": 3})), "body.content: 3 is not of type"),
    ("discord", Call("POST", API, Json({"contents": "x"})), "body.contents: there is no such field"),
    ("discord", Call("GET", f"{API}?limits=3"), "query.limits: there is no such parameter"),
    ("discord", Call("GET", f"{API}?limit=tiga"), "query.limit: "),
    ("discord", Call("POST", f"{API}/x/y/z", Json({})), "call: no description knows"),
    ("facebook", Call("POST", f"{PAGE}/feed", Json({"text": "x"})), "body.text: there is no such parameter"),
    ("facebook", Call("GET", f"{PAGE}/published_posts?limit=x"), "query.limit: is no unsigned int"),
    ("instagram", Call("GET", f"{GRAPH}/17841400000000000?fields=nama"), "query.fields.nama: there is no such field"),
    ("telegram", Call("POST", f"{BOT}/sendMessage", Json({"chat_id": "@a"}), fills="key"), "body.text: is missing"),
    ("telegram", Call("POST", f"{BOT}/getChat", Json({"chat_id": "@a", "x": 1}), fills="key"), "body.x: there is no"),
    ("telegram", Call("POST", f"{BOT}/getChat", Json({"chat_id": 1.5}), fills="key"), "body.chat_id: is no Integer or"),
    ("youtube", Call("POST", f"{VIDEOS}?part=snippet", Json({"snippet": {"titel": "x"}})), "body.snippet.titel: there"),
    ("youtube", Call("GET", f"{VIDEOS}?id=x"), "query.part: is missing"),
]


@pytest.mark.parametrize(("name", "call", "said"), FLAWED)
def test_a_flawed_request_is_found(name: str, call: Call, said: str) -> None:
    (flaw,) = flaws(sent(call, SUBJECTS["mastodon"]), *described(name))
    assert str(flaw).startswith(said)
    assert "rahasia" not in str(flaw)
