"""What a ministry's own receiver answers."""

from govpr.errors import Outcome
from govpr.models import Account
from govpr.platforms.webhook import Webhook
from govpr.testing import Subject, answer

ACCOUNT = Account(
    id="corong", platform="webhook", handle="corong", agency="kemenag-contoh", server="https://corong.example/masuk"
)
OWN: dict[str, Outcome | None] = {"a page in place of JSON": None, "truncated JSON": None}
"""Any success is one, whatever the receiver says with it."""
SUBJECT = Subject(
    platform=Webhook(),
    account=ACCOUNT,
    routes={"POST /masuk": answer({"id": "7", "url": "https://corong.example/7"}, 202)},
)
