"""Keeps live link tokens out of logs, error mails and exception reports.

Whoever reads a log must not be able to open a family's page with it. A token is known by its shape wherever it
stands (path, query, referrer, traceback, local variable); account links (reset, confirm) by their path.
"""

from __future__ import annotations

import logging
import re
from typing import Any

from django.utils.log import AdminEmailHandler, ServerFormatter
from django.views.debug import ExceptionReporter

MASK = "[link]"
LINK_TOKEN = re.compile(r"\b[0-9a-fA-F]{32}(?:~|%(?:25)*7[eE])[\w.~%=-]*")
"""A link's row id, the separator of `community.links` (plain or escaped, once or more), and the signature."""
ACCOUNT_KEY = re.compile(
    r"(account/(?:password/reset/key|confirm-email)/)(?!done/|set-password)[^\s/?&\"'<>]+"
)
"""The part of a password reset or address confirmation path that lets its holder in."""


def mask_tokens(text: str) -> str:
    """Return the text with every link token replaced by "[link]"."""
    return ACCOUNT_KEY.sub(rf"\1{MASK}", LINK_TOKEN.sub(MASK, text))


class MaskedFormatter(logging.Formatter):
    """Formats a record, its traceback included, without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_tokens(super().format(record))


class MaskedServerFormatter(ServerFormatter):
    """The access lines of Django's development server without tokens."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_tokens(super().format(record))


class MaskedAdminEmailHandler(AdminEmailHandler):
    """Error mails without tokens: subject, text and HTML."""

    def send_mail(
        self,
        subject: str,
        message: str,
        *args: Any,  # Any: what Django hands on
        html_message: str | None = None,
        **kwargs: Any,  # Any: what Django hands on
    ) -> None:
        html_message = html_message and mask_tokens(html_message)
        super().send_mail(
            mask_tokens(subject), mask_tokens(message), *args, html_message=html_message, **kwargs
        )


class MaskedExceptionReporter(ExceptionReporter):
    """Exception reports (mailed, or shown with TRELLIS_DEBUG) without tokens."""

    def get_traceback_text(self) -> str:  # ty: ignore[incompatible-method-override] Django gives text
        return mask_tokens(super().get_traceback_text())

    def get_traceback_html(self) -> str:  # ty: ignore[incompatible-method-override] Django gives text
        return mask_tokens(super().get_traceback_html())


def logging_settings() -> dict[str, object]:
    """Return Django's LOGGING setting: everything to the console, errors to ADMINS, never a token."""
    prefix = "trellis.core.foundation.log_masking."
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "masked": {"()": prefix + "MaskedFormatter"},
            "django.server": {
                "()": prefix + "MaskedServerFormatter",
                "format": "[{server_time}] {message}",
                "style": "{",
            },
        },
        "filters": {"require_debug_false": {"()": "django.utils.log.RequireDebugFalse"}},
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "masked"},
            "django.server": {
                "level": "INFO",
                "class": "logging.StreamHandler",
                "formatter": "django.server",
            },
            "mail_admins": {
                "level": "ERROR",
                "filters": ["require_debug_false"],
                "class": prefix + "MaskedAdminEmailHandler",
            },
        },
        "loggers": {
            "django": {"handlers": ["mail_admins"], "level": "INFO"},
            "django.server": {"handlers": ["django.server"], "level": "INFO", "propagate": False},
        },
        "root": {"handlers": ["console"], "level": "WARNING"},
    }
