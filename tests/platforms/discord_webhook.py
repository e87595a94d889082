"""Discord's answers to a webhook."""

from govpr.models import Account
from govpr.platforms.discord_webhook import DiscordWebhook
from govpr.testing import Subject, answer
from tests.platforms.discord import CHANNEL, GUILD, MESSAGE

ACCOUNT = Account(id="kanal-discord", platform="discord-webhook", handle="humas", agency="kemenag-contoh")
HOOK = "/api/v10/webhooks"
SUBJECT = Subject(
    platform=DiscordWebhook(),
    account=ACCOUNT,
    routes={
        f"POST {HOOK}/*": answer(MESSAGE),
        f"PATCH {HOOK}/*/messages/*": answer(MESSAGE),
        f"DELETE {HOOK}/*/messages/*": answer(None, 204),
        f"GET {HOOK}/*/messages/*": answer(MESSAGE),
        f"GET {HOOK}/*": answer({"id": "1", "name": "Humas", "channel_id": CHANNEL, "guild_id": GUILD}),
    },
)
