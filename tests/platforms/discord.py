"""Discord's answers to a bot."""

from govpr.models import Account
from govpr.platforms.discord import Discord
from govpr.testing import Subject, answer
from govpr.testing.subject import PART

GUILD, CHANNEL, BOT = "1280000000000000000", "1285000000000000000", "1270000000000000000"
ACCOUNT = Account(
    id="humas-discord", platform="discord", handle="humas", agency="kemenag-contoh", options={"channel": CHANNEL}
)
MESSAGE = {
    "id": "1290000000000000000",
    "channel_id": CHANNEL,
    "author": {"id": BOT, "username": "humas", "bot": True},
    "content": PART.text,
    "timestamp": "2026-12-01T12:00:01.000000+00:00",
    "reactions": [{"count": 3, "emoji": {"name": "👍"}}],
}
ROLES = [{"id": GUILD, "permissions": str(1 << 10 | 1 << 16)}, {"id": "7", "permissions": str(1 << 11 | 1 << 15)}]
API = "/api/v10"
SUBJECT = Subject(
    platform=Discord(),
    account=ACCOUNT,
    routes={
        f"GET {API}/channels/{CHANNEL}": answer({"id": CHANNEL, "guild_id": GUILD, "permission_overwrites": []}),
        f"POST {API}/channels/{CHANNEL}/messages": answer(MESSAGE),
        f"GET {API}/channels/{CHANNEL}/messages": answer([MESSAGE]),
        f"PATCH {API}/channels/{CHANNEL}/messages/*": answer(MESSAGE),
        f"DELETE {API}/channels/{CHANNEL}/messages/*": answer(None, 204),
        f"GET {API}/channels/{CHANNEL}/messages/*": answer(MESSAGE),
        f"GET {API}/users/@me": answer({"id": BOT, "username": "humas"}),
        f"GET {API}/guilds/*/roles": answer(ROLES),
        f"GET {API}/guilds/*/members/*": answer({"roles": ["7"]}),
    },
    absent={f"GET {API}/channels/{CHANNEL}/messages": answer([])},
)
