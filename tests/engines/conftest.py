"""Properties are checked for what they say, never for how long a busy machine takes to check them."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
