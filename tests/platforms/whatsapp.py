"""What WhatsApp's Cloud API answers. The number is one of those that nobody has."""

from govpr.models import Account
from govpr.platforms.whatsapp import WhatsApp
from govpr.testing import Subject, answer

PHONE = "106500000000000"
NUMBER = "+62800000000"
ACCOUNT = Account(
    id="info-whatsapp",
    platform="whatsapp",
    handle="Info",
    agency="kemenag-contoh",
    options={"phone": PHONE, "template": "info_publik", "to": NUMBER},
)
TAKEN = {
    "messaging_product": "whatsapp",
    "contacts": [{"input": NUMBER, "wa_id": NUMBER[1:]}],
    "messages": [{"id": "wamid.AAA", "message_status": "accepted"}],
}
SUBJECT = Subject(
    platform=WhatsApp(),
    account=ACCOUNT,
    routes={
        f"POST /v26.0/{PHONE}/media": answer({"id": "33"}),
        f"POST /v26.0/{PHONE}/messages": answer(TAKEN),
        f"GET /v26.0/{PHONE}": answer({"id": PHONE, "verified_name": "Info Publik", "quality_rating": "GREEN"}),
    },
)
