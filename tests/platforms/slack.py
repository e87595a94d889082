"""Slack's answers to a bot."""

from govpr.models import Account
from govpr.platforms.slack import Slack
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

CHANNEL = "C0123456789"
ACCOUNT = Account(
    id="humas-slack", platform="slack", handle="humas", agency="kemenag-contoh", options={"channel": CHANNEL}
)
SENT = "1796126401.000100"
MESSAGE = {
    "ts": SENT,
    "text": PART.text,
    "metadata": {"event_type": "govpr_part", "event_payload": {"key": PART.key}},
    "reactions": [{"name": "thumbsup", "count": 2}, {"name": "eyes", "count": 1}],
    "reply_count": 4,
}
PLACE = "https://files.slack.com/upload/v1/AbC"
SCOPES = {"x-oauth-scopes": "chat:write,channels:history"}
SUBJECT = Subject(
    platform=Slack(),
    account=ACCOUNT,
    routes={
        "GET /api/auth.test": answer(
            {"ok": True, "url": "https://kemenag-contoh.slack.com/", "user": "humas", "team": "Kemenag"}, headers=SCOPES
        ),
        "POST /api/chat.postMessage": answer({"ok": True, "channel": CHANNEL, "ts": SENT}),
        "POST /api/chat.update": answer({"ok": True, "channel": CHANNEL, "ts": SENT}),
        "POST /api/chat.delete": answer({"ok": True, "channel": CHANNEL, "ts": SENT}),
        "GET /api/conversations.*": answer(
            {"ok": True, "messages": [MESSAGE], "channel": {"id": CHANNEL, "is_member": True, "is_archived": False}}
        ),
        "GET /api/files.getUploadURLExternal": answer({"ok": True, "upload_url": PLACE, "file_id": "F0123456789"}),
        "POST /upload/v1/*": answer("OK - 3"),
        "POST /api/files.completeUploadExternal": answer({"ok": True, "files": [{"id": "F0123456789"}]}),
        "GET /api/files.info": [
            answer({"ok": True, "file": {"id": "F0123456789", "mimetype": ""}}),
            answer({"ok": True, "file": {"id": "F0123456789", "mimetype": "image/png"}}),
        ],
    },
    absent={"GET /api/conversations.history": answer({"ok": True, "messages": []})},
)
