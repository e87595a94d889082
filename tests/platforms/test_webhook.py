"""A signed webhook, as its receiver sees it."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from datetime import timedelta

import httpx
import pytest
from attrs import evolve

from govpr.errors import InDoubt, Misconfigured
from govpr.http.client import Client
from govpr.http.drivers import run
from govpr.models import Account
from govpr.platforms.access import hosts, session
from govpr.platforms.webhook import Webhook
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART
from tests.platforms.webhook import ACCOUNT

KEY = b64encode(b"kunci bersama yang panjang").decode()


class Receiver:
    """It checks the signature before it reads."""

    def __init__(self, *faults: httpx.TransportError | int) -> None:
        self.faults, self.taken, self.ids = list(faults), list[dict[str, object]](), list[str]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        name, moment = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        signed = f"{name}.{moment}.".encode() + request.content
        digest = b64encode(hmac.new(b64decode(KEY), signed, hashlib.sha256).digest()).decode()
        assert request.headers["webhook-signature"] == f"v1,{digest}"
        assert "authorization" not in request.headers
        self.ids.append(name)
        fault = self.faults.pop(0) if self.faults else 204
        if isinstance(fault, int):
            if fault < 300:
                self.taken.append(json.loads(request.content))
            return httpx.Response(fault)
        raise fault


def publish(receiver: Receiver, account: Account = ACCOUNT, secret: str = f"whsec_{KEY}", hours: int = 0) -> str:
    platform, now = Webhook(), NOON + timedelta(hours=hours)
    own = session(platform, evolve(account, credential="env:KUNCI"), find=lambda _: secret)
    with Client(transport=httpx.MockTransport(receiver), clock=lambda: now, sleep=lambda _: None) as client:
        return run(platform.publish(PART, account), client.sender(own, hosts(platform, account))).id


def test_the_receiver_can_check_who_sent_it_and_what() -> None:
    receiver = Receiver()
    assert publish(receiver) == PART.key
    (message,) = receiver.taken
    assert message["type"] == "post.published"
    data = message["data"]
    assert isinstance(data, dict)
    assert (data["text"], data["post"]) == (PART.text, PART.post)
    assert publish(Receiver(), hours=1) == PART.key  # signed anew, with the same id


def test_a_lost_answer_is_in_doubt_unless_the_receiver_drops_repeats() -> None:
    with pytest.raises(InDoubt):
        publish(Receiver(httpx.ReadTimeout("x")))
    careful = evolve(ACCOUNT, options={"repeats": "dropped"})
    receiver = Receiver(httpx.ReadTimeout("x"), 503)
    assert publish(receiver, careful) == PART.key
    assert len(set(receiver.ids)) == 1
    with pytest.raises(Misconfigured, match="write 'dropped' or nothing"):
        publish(Receiver(), evolve(ACCOUNT, options={"repeats": "ya"}))


def test_a_secret_of_another_form_is_not_repeated() -> None:
    with pytest.raises(Misconfigured, match="Standard Webhooks") as caught:
        publish(Receiver(), secret="bukan base64!")
    assert "bukan base64" not in str(caught.value)
