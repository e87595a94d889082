"""What the line to a mail server answers."""

from govpr.models import Account
from govpr.platforms.newsletter import Newsletter
from govpr.testing import Subject, answer

ACCOUNT = Account(
    id="buletin",
    platform="newsletter",
    handle="humas@contoh.example",
    agency="kemenag-contoh",
    server="smtps://surel.example",
    options={"to": "berita@daftar.example"},
)
SUBJECT = Subject(
    platform=Newsletter(),
    account=ACCOUNT,
    routes={"SEND /messages": answer({"code": "2.0.0", "message": "Ok: queued as 4ABC"}, 250)},
)
