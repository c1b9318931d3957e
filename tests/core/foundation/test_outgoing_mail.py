"""No email is sent while an act holds the right to write: a slow mail server would keep everybody from saving."""

import re
from pathlib import Path

import pytest
from django.core import mail

import trellis
from trellis.core.foundation import ledger
from trellis.core.foundation.outgoing_mail import MailWithinActError, send_email, try_to_send_email

pytestmark = pytest.mark.django_db
SOURCE = Path(trellis.__file__).parent
ELSEWHERE = {"core/community/account_emails.py", "web/shell/accounts.py", "core/foundation/log_masking.py"}
"""What is sent after a commit on one connection, and what is sent by allauth and by Django's error reports."""


def test_an_email_within_an_act_is_refused():
    with pytest.raises(MailWithinActError), ledger.act("test"):
        send_email("Hello", "Hello", "rosa@clinic.example")
    assert not mail.outbox


def test_a_mailbox_that_fails_is_said_and_stops_nothing(monkeypatch):
    def refuse(*_args, **_more):
        raise OSError("550 no such mailbox")

    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    assert try_to_send_email("Hello", "Hello", "rosa@clinic.example") is False


def test_every_email_goes_out_by_this_module():
    """Whoever sends otherwise adds the file above, and says why no act is open then."""
    senders = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(r"\bsend_mail\(|\bsend_messages\(|message\.send\(", path.read_text("utf-8"))
    }
    assert senders - {"core/foundation/outgoing_mail.py", "web/shell/shared_email.py"} == ELSEWHERE
