"""The Messaging API's answers."""

from attrs import evolve

from govpr.errors import Outcome
from govpr.models import Account
from govpr.platforms.line import Line
from govpr.testing import Subject, answer
from govpr.testing.subject import PICTURE

ACCOUNT = Account(id="humas-line", platform="line", handle="@humas", agency="kemenag-contoh")
REQUEST = "123e4567-e89b-12d3-a456-426614174000"
OWN = {"409": Outcome.IN_DOUBT}
"""A retry key that LINE knows, without the header that names the request which it accepted before."""
SUBJECT = Subject(
    platform=Line(),
    account=ACCOUNT,
    routes={
        "POST /v2/bot/message/broadcast": answer({}, headers={"x-line-request-id": REQUEST}),
        "GET /v2/bot/insight/message/event": answer({"overview": {"requestId": REQUEST, "uniqueImpression": 4021}}),
        "GET /v2/bot/info": answer({"displayName": "Humas Contoh", "basicId": "@humas"}),
        "GET /v2/bot/message/quota": answer({"type": "limited", "value": 15_000}),
        "GET /v2/bot/message/quota/consumption": answer({"totalUsage": 9_000}),
    },
    media=evolve(PICTURE, url="https://contoh.go.id/posko.png"),
)
OWN = {"409": Outcome.IN_DOUBT}  # LINE names the request that it took before; this answer names none
