"""Slack's answer to a webhook: a word."""

from govpr.http.calls import Reply
from govpr.models import Account
from govpr.platforms.slack_webhook import SlackWebhook
from govpr.testing import Subject

ACCOUNT = Account(id="kanal-slack", platform="slack-webhook", handle="humas", agency="kemenag-contoh")
SUBJECT = Subject(platform=SlackWebhook(), account=ACCOUNT, routes={"POST /services/*": Reply(200, body=b"ok")})
