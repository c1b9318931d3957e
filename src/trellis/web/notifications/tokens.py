"""The signed part of the addresses in an email by which its reader, and nobody else, chooses what they get.

It does not expire: whoever finds an old email must still be able to turn them off. It opens nothing else.
"""

from __future__ import annotations

from uuid import UUID

from django.core import signing

from trellis.core.community.models import Person

_signer = signing.Signer(sep="~", salt="trellis.notifications")


def token_for(person: Person) -> str:
    """Return the token of a person."""
    return _signer.sign(person.pk.hex)


def person_of(token: str) -> Person | None:
    """Return the person of a genuine token; None for any other text."""
    try:
        key = UUID(hex=_signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None
    people = Person.objects.unscoped("find the person whose email has this link")
    return people.filter(pk=key, deleted_at=None).first()
