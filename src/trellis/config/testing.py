"""Settings of the tests: a data folder of their own, plain static files, a password hash that is quick."""

import os
import tempfile

os.environ["TRELLIS_DATA"] = tempfile.mkdtemp(prefix="trellis-tests-")

from .settings import *  # noqa: F403

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file as in use, so that each thread has a connection of its own; what a test writes need not survive.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["TRELLIS_DATA"], "tests.sqlite3")}  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TRELLIS_INLINE = True
