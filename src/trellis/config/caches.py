"""What is kept for a while: limits on signing in, for all workers; parts of pages, in each worker."""

CACHES = {
    "default": {  # in the database, so that limits count for all workers together; made after each migration
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "trellis_limits",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "template_fragments": {  # parts of pages that are the same for everybody until the figures are computed again
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
