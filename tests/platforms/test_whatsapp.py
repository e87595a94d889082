"""WhatsApp: what is particular about it. What holds for every platform is in the contract."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import httpx
import pytest
from attrs import evolve

from govpr.content.checks import check
from govpr.errors import (
    DeliveryError,
    InDoubt,
    Misconfigured,
    NeedsHuman,
    Rejected,
    Throttled,
    Unauthorized,
    Unreachable,
)
from govpr.http.bodies import encode
from govpr.http.calls import Effect, Form, Json, Slice
from govpr.http.client import Client
from govpr.models import Media, Receipt
from govpr.platforms.protocol import Attachment, Finds, Revokes, Standing
from govpr.platforms.whatsapp import WhatsApp, message_id
from govpr.testing import answer, converse, scripted
from govpr.testing.conversations import NOON
from govpr.testing.subject import PART
from tests.office import CAMPAIGN, Office, for_account, with_account
from tests.platforms.whatsapp import ACCOUNT, NUMBER, PHONE, SUBJECT, TAKEN

ONE = WhatsApp()
OTHER = "628110000001"
DIGITS = "00000001"
MEANINGS: list[tuple[int, type[DeliveryError]]] = [
    *[(code, Unauthorized) for code in (0, 190)],
    *[(code, Misconfigured) for code in (3, 10, 33, 200, 299, 131005)],
    *[(code, Misconfigured) for code in (130497, 131037, 131042, 131045, 131063, 133006, 133010, 134011)],
    *[(code, Misconfigured) for code in (132000, 132001, 132012, 132015, 132016, 132018, 132068)],
    *[(code, NeedsHuman) for code in (368, 131031)],
    *[(code, Throttled) for code in (4, 80007, 80008, 130429, 131048, 131049, 131056, 132069)],
    *[(code, InDoubt) for code in (1, 2, 131000, 131016, 131057, 133004, 134102)],
    *[(code, Rejected) for code in (100, 131008, 131009, 131051, 131052, 131053, 132005, 132007, 135000)],
    *[(code, Rejected) for code in (130403, 130472, 131021, 131026, 131030, 131047, 131050)],
]


def send(reply: Any) -> Any:
    return converse(ONE.send_to(PART, OTHER, ACCOUNT), scripted({"POST /*": reply}))


def refusal(code: int, words: str = "nope", details: str = "nope") -> Any:
    data = {"messaging_product": "whatsapp", "details": details}
    return answer({"error": {"message": words, "type": "OAuthException", "code": code, "error_data": data}}, 400)


def test_the_text_fills_an_approved_template_in_its_language() -> None:
    part = evolve(PART, language="en-GB", media=(Attachment(handle="33", alt="Peta", type="image/png"),))
    talk = SUBJECT.talk(ONE.send_to(part, OTHER, ACCOUNT))
    (call,) = talk.calls
    assert call.url == f"https://graph.facebook.com/v26.0/{PHONE}/messages"
    assert call.effect is Effect.ONCE
    assert call.body == Json(
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": OTHER,
            "type": "template",
            "template": {
                "name": "info_publik",
                "language": {"policy": "deterministic", "code": "en_GB"},
                "components": [
                    {"type": "header", "parameters": [{"type": "image", "image": {"id": "33"}}]},
                    {"type": "body", "parameters": [{"type": "text", "text": PART.text}]},
                ],
            },
            "biz_opaque_callback_data": PART.key,
        }
    )
    assert talk.result == Receipt(id=message_id("wamid.AAA"), at=NOON)


def test_publishing_goes_to_the_one_recipient_of_the_account() -> None:
    (call,) = SUBJECT.talk(ONE.publish(PART, ACCOUNT)).calls
    assert isinstance(call.body, Json)
    assert call.body.value["to"] == NUMBER
    group = evolve(ACCOUNT, options={**ACCOUNT.options, "to": "Y2FwaV9ncm91cDo"})
    (call,) = SUBJECT.talk(ONE.publish(PART, group)).calls
    assert isinstance(call.body, Json)
    assert call.body.value["recipient_type"] == "group"
    nobody = evolve(ACCOUNT, options={"phone": PHONE, "template": "info_publik"})
    assert type(converse(ONE.publish(PART, nobody), scripted({})).error) is Misconfigured


def test_a_number_is_in_the_bytes_and_nowhere_else() -> None:
    talk = send(answer(TAKEN))
    (call,) = talk.calls
    assert DIGITS not in f"{call!r} {call} {call.url} {call.headers} {talk.result!r} {talk!r}"
    sent = encode(call.body, {}, lambda: "x")
    assert sent is not None
    assert f'"to":"{OTHER}"'.encode() in b"".join(sent.open())


def test_a_receipt_does_not_hide_a_number_in_its_id() -> None:
    # WhatsApp's own example, https://developers.facebook.com/docs/whatsapp: the id has 16503879439 in it, as Base64.
    wamid = "wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJFNjk2OTMwNEZCQjhGMzUyQUYA"
    assert b"16503879439" in b64decode(wamid.removeprefix("wamid."))
    talk = send(answer({"messages": [{"id": wamid}]}))
    assert talk.result.id == message_id(wamid)
    assert "HBgL" not in repr(talk.result)


@pytest.mark.parametrize("number", [OTHER, f"+{OTHER}", "+62 811-0000-001", "(62) 8110000001"])
def test_a_refusal_that_repeats_a_number_is_told_without_it(number: str) -> None:
    talk = send(refusal(131030, f"(#131030) {number} is not in the list", f"Add {number} first"))
    assert type(talk.error) is Rejected
    assert DIGITS not in str(talk.error)
    assert "0001" not in f"{talk.error} {talk.error!r}"
    assert "is not in the list" in talk.error.message


@pytest.mark.parametrize(("code", "kind"), MEANINGS)
def test_each_documented_error_has_its_class(code: int, kind: type[DeliveryError]) -> None:
    talk = send(refusal(code))
    assert type(talk.error) is kind
    assert talk.error.code == str(code)


def test_a_limit_for_one_person_says_how_long() -> None:
    assert send(refusal(131049)).error.after == 24 * 3_600
    assert send(refusal(131056)).error.after == 3_600


@pytest.mark.parametrize("state", ["held_for_quality_assessment", "paused"])
def test_what_is_held_back_is_noted(state: str) -> None:
    talk = send(answer({"messages": [{"id": "wamid.AAA", "message_status": state}]}))
    assert "template" in talk.result.note


@pytest.mark.parametrize("body", [{}, {"messages": []}, {"messages": [{}]}, {"messages": [1]}, {"messages": "x"}])
def test_an_answer_without_a_message_is_a_doubt(body: Any) -> None:
    assert type(send(answer(body)).error) is InDoubt


def test_nothing_can_be_found_or_taken_back() -> None:
    assert not isinstance(ONE, Finds)
    assert not isinstance(ONE, Revokes)


def test_a_picture_is_taken_in_for_the_header() -> None:
    talk = SUBJECT.talk(ONE.upload(Media(file="posko.png", alt="Peta"), ACCOUNT))
    (call,) = talk.calls
    assert call.body == Form(
        fields={"messaging_product": "whatsapp", "type": "image/png"},
        files={"file": Slice("posko.png", type="image/png")},
    )
    assert talk.result == "33"
    failing = converse(ONE.upload(Media(file="a.png", alt="a"), ACCOUNT), scripted({"POST /*": refusal(131000)}))
    assert type(failing.error) is Unreachable


def test_a_template_takes_one_line() -> None:
    assert [found.code for found in check(["Siaga\nbanjir"], (), ONE.rules)] == ["text.forbidden"]


def test_a_number_says_how_it_is_received() -> None:
    assert SUBJECT.talk(ONE.inspect(ACCOUNT)).result == Standing(name="Info Publik")
    poor = answer({"verified_name": "Info", "quality_rating": "RED", "name_status": "DECLINED"})
    talk = converse(ONE.inspect(ACCOUNT), scripted({"GET /*": poor}))
    assert talk.result == Standing(name="Info", can_post=False, notes=("quality RED", "its name is declined"))


def test_subscribers_are_written_to_one_by_one(tmp_path: Path) -> None:
    """A mailing like a newsletter: a number that has left WhatsApp stops nobody else."""
    sent: list[str] = []

    def answered(request: httpx.Request) -> httpx.Response:
        number = json.loads(request.content)["to"]
        sent.append(number)
        if number.endswith("2"):
            return httpx.Response(400, json={"error": {"message": "undeliverable", "code": 131026}})
        return httpx.Response(200, json={"messages": [{"id": f"wamid.{number}", "message_status": "accepted"}]})

    client = lambda: Client(transport=httpx.MockTransport(answered), sleep=lambda _: None)  # noqa: E731
    office = Office(tmp_path, platforms={"whatsapp": WhatsApp()}, client=client)
    options = '{ phone = "1065", template = "info", subscribers = "pelanggan.csv" }'
    office.write("token", "akses-uji")
    agency = with_account("whatsapp", "kanal", options=options, credential=f"file:{tmp_path / 'token'}")
    campaign = for_account(text=CAMPAIGN.replace('links = ["https://contoh.go.id/loket"]\n', ""))
    with office.found(agency) as workspace:
        workspace.approve(workspace.plan(office.campaign(workspace, campaign)), by="ketua")
    rows = "".join(f"+6280000000{number},2026-01-02\n" for number in (1, 2, 3))
    office.write("kantor/pelanggan.csv", f"address,consented\n{rows}")
    office.go_live()
    with office.open() as workspace:
        (done,) = workspace.deliver().sent
    assert done.receipt is not None
    assert done.receipt.note == "2 sent, 1 refused"
    assert len(sent) == len(set(sent)) == 3
