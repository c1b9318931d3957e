"""Sending email: after the act that it is about, never within it.

A mail server may take a minute to answer. SQLite has one writer at a time, so an email that is sent within an act
would keep everybody else from saving for as long. What an email needs to know is written first, and committed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.core.mail import EmailMessage

from .ledger import running_act

logger = logging.getLogger(__name__)


class MailWithinActError(RuntimeError):
    """An email was to be sent while an act held the right to write."""


def send_message(message: EmailMessage) -> None:
    """Send a message now. Raises what the mail server raises, an OSError, and MailWithinActError within an act."""
    if running_act():
        raise MailWithinActError("Send the email after the act, or by transaction.on_commit.")
    message.send()


def send_email(subject: str, text: str, to: str, reply_to: Sequence[str] = ()) -> None:
    """Send one person a text now. Raises as `send_message`."""
    send_message(EmailMessage(subject, text, None, [to], reply_to=list(reply_to) or None))


def try_to_send_email(subject: str, text: str, to: str) -> bool:
    """Send one person a text; return whether it went out. A mailbox that fails stops nobody else's email."""
    try:
        send_email(subject, text, to)
    except OSError:  # SMTPException is one
        logger.exception("An email could not be sent.")
        return False
    return True
