"""The line to a mail server: one connection, kept while there is mail (RFC 5321, RFC 8314)."""

import json
import smtplib
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from attrs import define, field

from govpr.errors import DeliveryError, InDoubt, Misconfigured, Unreachable
from govpr.http.calls import Call, Effect, Form, Reply
from govpr.http.guards import host_of, is_loopback
from govpr.lines.messages import Message, composed

_PORTS = {"smtps": 465, "smtp": 587}
_TIMEOUT = 30.0
_LONGEST = 200
_WELL = 400


@define
class MailLine:
    """Sends what the `newsletter` platform asks; may be shared by threads.

    Args:
        user: Who signs in, or "" for nobody.
        password: Gives the password; it is in no error, log or repr.
    """

    _user: str
    _password: Callable[[], str] = field(repr=False)
    _server: smtplib.SMTP | None = field(default=None, init=False, repr=False)
    _lock: threading.Lock = field(factory=threading.Lock, init=False, repr=False)

    def send(self, call: Call) -> Reply:
        """Answer a call of the `newsletter` platform: the status is the mail server's own.

        Args:
            call: Its address begins with `smtps:` or `smtp:`.

        Raises:
            Unreachable: Nothing was sent.
            InDoubt: The message was sent, and its last answer was lost.
            Misconfigured: The server would be spoken to without encryption.
            Rejected: The message cannot be made.
        """
        message = composed(call.body if isinstance(call.body, Form) else Form())
        with self._lock:
            try:
                return self._answered(message, call.url)
            except DeliveryError:
                self._drop()
                raise

    def close(self) -> None:
        """Say goodbye to the server."""
        with self._lock:
            if self._server is not None:
                with suppress(smtplib.SMTPException, OSError):
                    self._server.quit()
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def _answered(self, message: Message, url: str) -> Reply:
        try:
            server = self._connected(url)
            for step in (partial(server.mail, message.sender), partial(server.rcpt, message.recipient)):
                code, words = step()
                if code >= _WELL:
                    server.rset()
                    return _reply(code, words, message, url)
        except smtplib.SMTPResponseException as error:
            self._drop()
            return _reply(error.smtp_code, error.smtp_error, message, url)
        except (smtplib.SMTPException, OSError) as error:
            what = f"the mail server cannot be reached ({type(error).__name__}); nothing was sent"
            raise Unreachable(what, where=host_of(url)) from None
        return _given(server, message, url)

    def _connected(self, url: str) -> smtplib.SMTP:
        if self._server is not None and _alive(self._server):
            return self._server
        self._drop()
        self._server = _opened(url)
        if self._user:
            self._server.login(self._user, self._password())
        return self._server


def _opened(url: str) -> smtplib.SMTP:
    """A connection that is encrypted, but to this machine itself."""
    address = urlsplit(url)
    host, port = address.hostname or "", address.port or _PORTS[address.scheme]
    safe = ssl.create_default_context()
    if address.scheme == "smtps":
        return smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=safe)
    server = smtplib.SMTP(host, port, timeout=_TIMEOUT)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=safe)
    elif not is_loopback(host):
        server.close()
        raise Misconfigured("the mail server offers no encryption; write smtps://, or ask who runs it", where=host)
    return server


def _given(server: smtplib.SMTP, message: Message, url: str) -> Reply:
    """Give the message over: only the server's last answer says that it has it."""
    try:
        code, words = server.data(message.data)
    except smtplib.SMTPDataError as error:  # it did not want the message to begin with
        return _reply(error.smtp_code, error.smtp_error, message, url)
    except (smtplib.SMTPException, OSError):
        raise InDoubt("the message was sent, and the last answer was lost", where=host_of(url)) from None
    return _reply(code, words, message, url)


def _alive(server: smtplib.SMTP) -> bool:
    try:
        return server.noop()[0] < _WELL
    except (smtplib.SMTPException, OSError):
        return False


def _reply(status: int, words: bytes | str, message: Message, url: str) -> Reply:
    """The server's answer; servers repeat addresses, and those are nobody's business."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    first, _, rest = " ".join(text.split()).partition(" ")
    code, said = (first, rest) if first.count(".") == 2 else ("", f"{first} {rest}")  # noqa: PLR2004  (as 5.1.1)
    shown = said.replace(message.recipient, "***").strip()[:_LONGEST]
    body = json.dumps({"code": code or str(status), "message": shown or "no reason given"}).encode()
    return Reply(status, {"content-type": "application/json"}, body, url, Effect.ONCE)
