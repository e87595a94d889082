"""What the line to Apprise answers."""

from govpr.models import Account
from govpr.platforms.apprise import Apprise
from govpr.testing import Subject, answer

ACCOUNT = Account(id="siaga", platform="apprise", handle="siaga", agency="kemenag-contoh", credential="env:SIAGA")
SUBJECT = Subject(platform=Apprise(), account=ACCOUNT, routes={"POST /alerts": answer({"sent": True})})
