"""What follows when a mentor shares a concern. Higher apps register it; it runs in the act that saved the concern."""

from collections.abc import Callable

from trellis.core.foundation.registry import Registry

from .models import Concern

CONCERN_FOLLOWUPS: Registry[str, Callable[[Concern], None]] = Registry(
    "concern-followups", "what follows when a mentor shares a concern"
)
