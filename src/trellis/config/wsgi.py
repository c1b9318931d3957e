"""The WSGI application that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
application = get_wsgi_application()

# What was loaded stays: the collector of garbage need not look at it again after every few requests.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
