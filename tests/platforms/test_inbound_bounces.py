"""Notices of mail that did not arrive."""

from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govpr.errors import InputError
from govpr.platforms.inbound.bounces import bounces

NOTICE = b"""From: MAILER-DAEMON@surel.example\r
To: humas@contoh.example\r
Subject: Undelivered Mail Returned to Sender\r
MIME-Version: 1.0\r
Content-Type: multipart/report; report-type=delivery-status; boundary="batas"\r
\r
--batas\r
Content-Type: text/plain\r
\r
Pesan Anda tidak sampai.\r
--batas\r
Content-Type: message/delivery-status\r
\r
Reporting-MTA: dns; surel.example\r
\r
Final-Recipient: rfc822; ani@warga.example\r
Action: failed\r
Status: 5.1.1\r
Diagnostic-Code: smtp; 550 5.1.1 User unknown\r
\r
Final-Recipient: rfc822; beni@warga.example\r
Action: delayed\r
Status: 4.2.2\r
\r
--batas\r
Content-Type: text/rfc822-headers\r
\r
Message-ID: <0123@contoh.example>\r
Subject: Buletin\r
--batas--\r
"""


def test_who_could_not_be_reached_and_whether_for_good() -> None:
    first, second = bounces(NOTICE)
    assert (first.recipient, first.final, first.code, first.message_id) == (
        "ani@warga.example",
        True,
        "5.1.1",
        "<0123@contoh.example>",
    )
    assert (second.final, second.code) == (False, "4.2.2")
    assert "warga" not in repr(first)


def test_a_whole_message_that_comes_back_names_itself() -> None:
    returned = NOTICE.replace(b"text/rfc822-headers", b"message/rfc822")
    assert bounces(returned)[0].message_id == "<0123@contoh.example>"


def test_other_mail_is_no_notice() -> None:
    mail = EmailMessage()
    mail["Subject"] = "Terima kasih"
    mail.set_content("Halo")
    with pytest.raises(InputError, match="no delivery status notification"):
        bounces(mail.as_bytes())


@given(st.binary(max_size=400) | st.lists(st.sampled_from(NOTICE.split(b"\r\n")), max_size=30).map(b"\r\n".join))
def test_hostile_mail_is_read_or_refused(mail: bytes) -> None:
    try:
        found = bounces(mail)
    except InputError:
        return
    assert all(one.recipient for one in found)
