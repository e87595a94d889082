"""The Bot API's answers."""

from govpr.models import Account
from govpr.platforms.telegram import Telegram
from govpr.testing import Subject, answer

ACCOUNT = Account(id="humas-telegram", platform="telegram", handle="@humas_contoh", agency="kemenag-contoh")
MESSAGE = {"message_id": 42, "date": 1763884800, "chat": {"id": -1001, "type": "channel", "username": "humas_contoh"}}
MEMBER = {"status": "administrator", "can_post_messages": True, "can_edit_messages": True, "can_delete_messages": False}
BOT = "POST /bot{+key}"


SUBJECT = Subject(
    platform=Telegram(),
    account=ACCOUNT,
    routes={
        f"{BOT}/sendMessage": answer({"ok": True, "result": MESSAGE}),
        f"{BOT}/send[PV]*": answer({"ok": True, "result": MESSAGE}),
        f"{BOT}/sendMediaGroup": answer({"ok": True, "result": [MESSAGE, {**MESSAGE, "message_id": 43}]}),
        f"{BOT}/editMessage*": answer({"ok": True, "result": MESSAGE}),
        f"{BOT}/deleteMessages": answer({"ok": True, "result": True}),
        f"{BOT}/getMe": answer({"ok": True, "result": {"id": 7, "is_bot": True, "username": "humas_bot"}}),
        f"{BOT}/getChatMember": answer({"ok": True, "result": MEMBER}),
    },
)
