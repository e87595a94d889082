"""Newsletters through a real mail server on loopback, with a mailbox behind it."""

import mailbox
import socket
from asyncio import WriteTransport
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from govpr.errors import Rejected, Throttled
from govpr.http.calls import Form
from govpr.lines.messages import composed
from govpr.platforms.newsletter import Newsletter
from govpr.testing import answer, converse, scripted
from govpr.testing.subject import PART
from govpr.workspace import Workspace
from tests.office import CAMPAIGN, Office, for_account, with_account
from tests.platforms.newsletter import ACCOUNT

READERS = [f"pembaca{number}@warga.example" for number in range(1, 6)]
FILE = "address,consented,until\n" + "".join(f"{reader},2026-01-02,\n" for reader in READERS)


class PostOffice(Mailbox):
    """A mail server's mailbox; what goes wrong is ordered by address."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.refused: dict[str, str] = {}
        self.lost: set[str] = set()
        self.put_off: dict[str, int] = {}

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.put_off.get(address, 0) > 0:
            self.put_off[address] -= 1
            return "451 4.7.1 Greylisted, please try again"
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        said: str = await super().handle_DATA(server, session, envelope)
        if self.lost & set(envelope.rcpt_tos):
            assert isinstance(server.transport, WriteTransport)
            server.transport.abort()
        return said


@contextmanager
def post_office(folder: Path, **settings: Any) -> Iterator[tuple[str, PostOffice]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    office = PostOffice(folder / "kotak")
    controller = Controller(office, hostname="127.0.0.1", port=port, **settings)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}", office
    finally:
        controller.stop()


def arrived(folder: Path) -> list[EmailMessage]:
    box = mailbox.Maildir(str(folder / "kotak"), create=True)
    return [BytesParser(policy=default).parsebytes(message.as_bytes()) for message in box]


def readers(folder: Path) -> list[str]:
    return sorted(message["X-RcptTo"] for message in arrived(folder))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Workspace]:
    """A workspace that is live, with one approved issue for the subscribers."""

    def make(server: str, subscribers: str = FILE, campaign: str = CAMPAIGN, **options: str) -> Workspace:
        office = Office(tmp_path, platforms={"newsletter": Newsletter()})
        credential = {name: options.pop(name) for name in ("credential",) if name in options}
        asked = {"subscribers": "pelanggan.csv", **options}
        inside = ", ".join(f'{name} = "{value}"' for name, value in asked.items())
        agency = with_account("newsletter", "buletin", server=server, options=f"{{ {inside} }}", **credential)
        agency = agency.replace('handle = "buletin"', 'handle = "humas@contoh.example"')
        with office.found(agency) as workspace:
            workspace.approve(workspace.plan(office.campaign(workspace, for_account("buletin", campaign))), by="ketua")
        office.write("kantor/pelanggan.csv", subscribers)
        office.go_live()
        return office.open()

    return make


def test_each_subscriber_gets_one_message_with_everything_that_mail_should_have(
    tmp_path: Path, written: Callable[..., Workspace]
) -> None:
    with post_office(tmp_path) as (server, _), written(server, unsubscribe="https://contoh.example/henti") as workspace:
        (sent,) = workspace.deliver().sent
        assert sent.receipt is not None
        assert sent.receipt.note == "5 sent"
    messages = arrived(tmp_path)
    assert readers(tmp_path) == READERS
    assert len({message["Message-ID"] for message in messages}) == 5
    first = messages[0]
    assert first["Subject"] == "Loket buka hari Sabtu"
    assert (first["From"], first["Auto-Submitted"]) == ("humas@contoh.example", "auto-generated")
    assert first["List-Unsubscribe"] == "<https://contoh.example/henti>"
    plain, page = (part.get_content() for part in first.iter_parts())
    assert "Sabtu" in plain
    assert "Akun resmi" in plain
    assert '<a href="https://contoh.go.id/loket">' in page
    assert not [
        message for message in messages if READERS[0] in str(message["To"]) and READERS[1] in str(message["To"])
    ]


def test_one_lost_answer_is_one_doubt_and_nobody_is_written_to_twice(
    tmp_path: Path, written: Callable[..., Workspace]
) -> None:
    with post_office(tmp_path) as (server, office):
        office.lost = {READERS[1]}
        office.refused = {READERS[2]: "550 5.1.1 <pembaca3@warga.example>: Recipient address rejected"}
        office.put_off = {READERS[3]: 1}
        with written(server) as workspace:
            (waits,) = workspace.deliver().waiting
            assert "3 sent" not in waits.problem
            assert "1 waiting, 1 refused, 1 in doubt" in waits.problem
            assert "warga.example" not in waits.problem
            workspace._context.clock.pass_by(hours=1)  # type: ignore[attr-defined]
            (sent,) = workspace.deliver().sent
            assert sent.receipt is not None
            assert sent.receipt.note == "3 sent, 1 refused, 1 in doubt"
    assert readers(tmp_path) == [READERS[0], READERS[1], READERS[3], READERS[4]]


def test_after_a_kill_the_mailing_goes_on_with_those_who_are_left(
    tmp_path: Path, written: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    seen: list[str] = []
    send_to = Newsletter.send_to

    def dying(self: Newsletter, part: Any, recipient: str, account: Any) -> Any:
        seen.append(recipient)
        if len(seen) == 3:
            raise Killed
        return send_to(self, part, recipient, account)

    with post_office(tmp_path) as (server, _), written(server) as workspace:
        monkeypatch.setattr(Newsletter, "send_to", dying)
        with pytest.raises(Killed):
            workspace.deliver()
        workspace._context.clock.pass_by(hours=1)  # type: ignore[attr-defined]
        (sent,) = workspace.deliver().sent
        assert sent.receipt is not None
        assert sent.receipt.note == "4 sent, 1 in doubt"
    assert readers(tmp_path) == [reader for reader in READERS if reader != READERS[2]]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize(("password", "taken"), [("sandi-rahasia", READERS), ("sandi-salah", [])])
def test_who_signs_in_and_what_a_wrong_password_says(
    tmp_path: Path, written: Callable[..., Workspace], monkeypatch: pytest.MonkeyPatch, password: str, taken: list[str]
) -> None:
    def check(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"humas", b"sandi-rahasia"), handled=False)

    monkeypatch.setenv("SANDI", password)
    settings = {"authenticator": check, "auth_require_tls": False, "auth_required": True}
    with (
        post_office(tmp_path, **settings) as (server, _),
        written(server, user="humas", credential="env:SANDI") as workspace,
    ):
        done = workspace.deliver()
    assert readers(tmp_path) == taken
    assert bool(done.sent) == bool(taken)
    for failed in done.failed:
        assert "535" in failed.problem
        assert password not in failed.problem


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("alamat,sejak\n", "line 1: address is no column"),
        ("address,consented\na@b.example,kemarin\n,2026-01-01\n", "line 2: consented is no day"),
        ('address,consented\na@b.example,2026-01-01\n"x', "cannot be read"),
    ],
)
def test_nobody_is_written_to_before_the_whole_file_is_right(
    tmp_path: Path, written: Callable[..., Workspace], file: str, said: str
) -> None:
    with post_office(tmp_path) as (server, _), written(server, file) as workspace:
        (failed,) = workspace.deliver().failed
    assert said in failed.problem
    assert "a@b.example" not in failed.problem
    assert arrived(tmp_path) == []


def test_only_those_who_asked_and_still_want_it(tmp_path: Path, written: Callable[..., Workspace]) -> None:
    rows = [
        f"{READERS[0]},2026-01-02,",
        f"{READERS[0].upper()},2026-01-02,",
        f"{READERS[1]},2026-12-31,",
        f"{READERS[2]},2026-01-02,2026-06-30",
    ]
    with (
        post_office(tmp_path) as (server, _),
        written(server, "address,consented,until\n" + "\n".join(rows)) as workspace,
    ):
        (sent,) = workspace.deliver().sent
    assert sent.receipt is not None
    assert sent.receipt.note == "1 sent"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (550, "5.1.1", Rejected),
        (552, "5.3.4", Rejected),
        (554, "5.7.26", "Misconfigured"),
        (535, "5.7.8", "Unauthorized"),
        (530, "5.7.0", "Unauthorized"),
        (421, "4.7.0", Throttled),
        (451, "4.7.1", Throttled),
    ],
)
def test_what_a_server_means(status: int, code: str, kind: type[Exception] | str) -> None:
    routes = {"SEND /messages": answer({"code": code, "message": "no"}, status)}
    error = converse(Newsletter().publish(PART, ACCOUNT), scripted(routes)).error
    assert type(error).__name__ == (kind if isinstance(kind, str) else kind.__name__)


@pytest.mark.parametrize("field", ["subject", "from", "to", "reply_to"])
def test_a_header_takes_no_second_line(field: str) -> None:
    talk = converse(Newsletter().publish(PART, ACCOUNT), scripted({"SEND /messages": answer({"code": "250"}, 250)}))
    body = talk.calls[0].body
    assert isinstance(body, Form)
    fields = {**body.fields, field: "humas@contoh.example\r\nBcc: semua@warga.example"}
    with pytest.raises(Rejected):
        composed(Form(fields))
