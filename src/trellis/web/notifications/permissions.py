"""What a person chose to get, and what they got: they alone see it."""

from django.db.models import Q

from trellis.core.foundation.permissions import register

from .models import Digest, Preference

register(Preference, rows=lambda v: Q(person=v.person_id), shows=("person",))
register(Digest, rows=lambda v: Q(person=v.person_id), shows=("person",))
