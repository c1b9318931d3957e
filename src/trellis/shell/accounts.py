"""Sign-in: by invitation only."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class Adapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people come in by a code from their school."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False
