"""Slack channels by an incoming webhook: Slack answers with a word, and tells not even an id."""

import re
from collections.abc import Mapping

from attrs import frozen

from govpr.content.rules import Rules
from govpr.errors import DeliveryError, Misconfigured, Unauthorized
from govpr.http.calls import Call, Effect, Flow, Json, Reply
from govpr.http.replies import puzzling, refusal
from govpr.http.sessions import Signing
from govpr.models import Account, Receipt
from govpr.platforms._slack import TEXT, escaped
from govpr.platforms.paces import Pace
from govpr.platforms.protocol import Outgoing
from govpr.settings.rates import Rate

_CODES: Mapping[str, type[DeliveryError]] = {
    "action_prohibited": Misconfigured,
    "channel_is_archived": Misconfigured,
    "channel_not_found": Misconfigured,
    "invalid_token": Unauthorized,
    "no_active_hooks": Misconfigured,
    "no_service": Misconfigured,
    "no_team": Misconfigured,
    "posting_to_general_channel_denied": Misconfigured,
    "team_disabled": Misconfigured,
}
"""https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors."""


@frozen
class SlackWebhook:
    """Slack by an incoming webhook; the credential is the end of its address, `T.../B.../...`.

    Slack answers with nothing but `ok`: what was sent cannot be looked up, edited, deleted or counted.
    """

    name = "slack-webhook"
    pace = Pace(rate=Rate.parse("1/s"), source="https://docs.slack.dev/apis/web-api/rate-limits")
    hosts = frozenset({"hooks.slack.com"})
    rules = Rules(
        text=TEXT,
        markup="escaped",
        source="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks",
    )
    signing = Signing(header="")

    def publish(self, part: Outgoing, account: Account) -> Flow[Receipt]:  # noqa: ARG002  (the address says whose)
        """Post one message into the webhook's channel."""
        body = Json({"text": escaped(part.text), "mrkdwn": False})
        reply = yield Call("POST", "https://hooks.slack.com/services/{+key}", body, effect=Effect.ONCE, fills="key")
        if reply.status != 200:  # noqa: PLR2004
            raise _refused(reply)
        if reply.body.strip() != b"ok":
            raise puzzling(reply, "the answer is not ok")
        return Receipt(id=part.key, at=reply.at, note="Slack tells no id of a webhook's message; this is govpr's own")


def _refused(reply: Reply) -> DeliveryError:
    """The error that an answer stands for: a word in plain text."""
    plain = refusal(reply)
    word = reply.body[:100].decode(errors="replace").strip()
    if reply.status >= 500 or reply.status == 429 or not re.fullmatch(r"[a-z_]+", word):  # noqa: PLR2004
        return plain
    kind = _CODES.get(word, type(plain))
    return kind(f"Slack says {word}", where="slack", code=word, status=reply.status)
