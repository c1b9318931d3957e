"""Settings of the tests: a data folder of their own, plain static files, a password hash that is quick."""

import os
import tempfile

os.environ["TRELLIS_DATA"] = tempfile.mkdtemp(prefix="trellis-tests-")

from .settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
TRELLIS_INLINE = True
