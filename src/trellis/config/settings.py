"""Settings. A school changes these by environment variables, never by editing this file.

TRELLIS_DATA      the folder of the database, uploads and the secret key (default: ./data)
TRELLIS_DATABASE  e.g. postgresql://trellis@localhost/trellis (default: SQLite in TRELLIS_DATA)
TRELLIS_HOSTS     comma-separated host names that may be asked for (default: localhost)
TRELLIS_ADDRESS   e.g. https://trellis.example.org, for links in mail that goes out by itself (trellis daily)
TRELLIS_HTTPS     1 where nginx serves it by HTTPS (deploy/nginx.conf): secure cookies, redirects and HSTS
TRELLIS_TRANSLATOR  e.g. our_school.words:translate, a function (text, source, target) -> str (default: none)
TRELLIS_MAIL      e.g. smtp://user:password@host:587 (default: mail is written to TRELLIS_DATA/mail)
TRELLIS_MAIL_FROM  the sender of mail (default: trellis@localhost)
TRELLIS_MODELS    folders with models of your own, separated by colons (default: none)
TRELLIS_SECRET    the signing key, where it is not to lie in TRELLIS_DATA (default: TRELLIS_DATA/secret.key)
TRELLIS_DEBUG     1 for development, never where real people's records are
TRELLIS_DEMO      1 where every network is invented; `trellis demo` sets it
"""

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF
from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from trellis.config import caches
from trellis.config.database_url import database_settings
from trellis.config.installed_apps import INSTALLED_APPS as INSTALLED_APPS
from trellis.config.mail_url import mail_settings
from trellis.core.foundation import catalogs, file_permissions, log_masking
from trellis.demo import clock

file_permissions.restrict_new_files()
PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("TRELLIS_DATA", "data")).resolve()


def _secret() -> str:
    """The signing key: made once, by a command that makes an installation; readable by its owner alone.

    Where there is no installation yet, a key that is forgotten with the process.
    """
    path = DATA / "secret.key"
    if os.environ.get("TRELLIS_CREATE") == "1":
        DATA.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(48))
        except FileExistsError:
            pass
    try:
        return path.read_text().strip() or secrets.token_urlsafe(48)
    except FileNotFoundError:
        return secrets.token_urlsafe(48)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The key {path} can't be read ({error.strerror}). Run Trellis as the account that owns {DATA}."
        ) from None


SECRET_KEY = os.environ.get("TRELLIS_SECRET") or _secret()
DEBUG = os.environ.get("TRELLIS_DEBUG") == "1"
_hosts = os.environ.get("TRELLIS_HOSTS") or "localhost,127.0.0.1,[::1]"
ALLOWED_HOSTS = [host.strip() for host in _hosts.split(",") if host.strip()]
SECURE = os.environ.get("TRELLIS_HTTPS") == "1"
TRELLIS_INLINE = False  # work beside a request is done within it: for tests
TRELLIS_TRANSLATOR = os.environ.get("TRELLIS_TRANSLATOR", "")
TRELLIS_ADDRESS = os.environ.get("TRELLIS_ADDRESS", "")
TRELLIS_DEMO = os.environ.get("TRELLIS_DEMO") == "1"  # holds only while every network is invented
if TRELLIS_DEMO:
    clock.install()

MIDDLEWARE = [
    "trellis.web.shell.health.HeadMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "trellis.core.foundation.absolute_links.TrustedLinksMiddleware",
    "trellis.web.shell.device.DeviceMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "trellis.web.shell.body_limits.BodyLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "trellis.core.community.middleware.ViewerMiddleware",
    "trellis.core.community.middleware.TimeZoneMiddleware",
    "trellis.web.shell.middleware.LanguageMiddleware",
    "trellis.design.blueprint.middleware.SentenceTranslationsMiddleware",
    "trellis.web.shell.middleware.PagePermissionMiddleware",
    "trellis.web.shell.autosave_middleware.AutosaveMiddleware",
    "trellis.web.families.middleware.AccessLogMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "trellis.web.shell.conflicts.ConflictMiddleware",
]

CSRF_FAILURE_VIEW = "trellis.web.shell.errors.csrf_failure"
ROOT_URLCONF = "trellis.config.urls"
WSGI_APPLICATION = "trellis.config.wsgi.application"
APPEND_SLASH = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            PACKAGE / "web" / "shell" / "templates"
        ],  # before allauth's own, so that sign-in has our frame
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "trellis.core.foundation.template_loaders.FilesystemLoader",
                        "trellis.core.foundation.template_loaders.AppDirectoriesLoader",
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.l10n",
                "trellis.web.shell.templatetags.action_forms",
                "trellis.web.shell.templatetags.days",
                "trellis.web.shell.templatetags.display",
                "trellis.web.shell.templatetags.lists",
                "trellis.web.shell.templatetags.sharing",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trellis.web.shell.context.page_frame",
            ],
        },
    }
]

DATABASES = {
    "default": database_settings(
        os.environ.get("TRELLIS_DATABASE") or f"sqlite:///{DATA / 'trellis.sqlite3'}"
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # FULL: what somebody was told is saved must be on the disk, also when the power fails.
    # IMMEDIATE: a read-then-write that begins DEFERRED fails under load instead of waiting its turn.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; "
            "PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
        ),
    }

AUTH_USER_MODEL = "community.Account"
AUTHENTICATION_BACKENDS = ["trellis.web.shell.shared_email.OnePersonBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "trellis.web.shell.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "trellis.web.shell.shared_email.LoginCodeForm",
    "reset_password": "trellis.web.shell.shared_email.PasswordResetForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_REAUTHENTICATION_REQUIRED = (
    True  # password or passkey again before an address, a passkey or a code changes
)
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no mail to whatever address somebody types
# By account and device (`shell.device`), never by address: a whole school shares one.
ACCOUNT_RATE_LIMITS = {
    "login": "",
    "login_failed": "8/5m/key",
    "request_login_code": "4/5m/key",
    "reset_password": "4/5m/key",
    "reset_password_from_key": "",
    "signup": "",
}
CACHES = caches.CACHES
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "trellis.web.shell.static_storage.OneSheetStorage"
    },
}
MEDIA_ROOT = DATA / "files"
FILE_UPLOAD_PERMISSIONS = file_permissions.FILE_MODE
FILE_UPLOAD_DIRECTORY_PERMISSIONS = file_permissions.FOLDER_MODE
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LANGUAGE_CODE = "en"
LOCALE_PATHS = catalogs.catalog_folders(PACKAGE, DATA)
catalogs.compile_stale_catalogs(LOCALE_PATHS)
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("fr", _("French")),
    ("ht", _("Haitian Creole")),
    ("ar", _("Arabic")),
    ("zh-hans", _("Chinese (Simplified)")),
    ("bn", _("Bengali")),
    ("vi", _("Vietnamese")),
    ("pt-br", _("Portuguese")),
]
LANGUAGES = [
    language
    for language in LANGUAGES
    if language[0] == "en" or catalogs.has_catalog(language[0], LOCALE_PATHS)
]
# Django does not know Haitian Creole; for these two it has no word of the country that we would show.
LANG_INFO["ht"] = {"bidi": False, "code": "ht", "name": "Haitian Creole", "name_local": "Kreyòl ayisyen"}
LANG_INFO["pt-br"] = LANG_INFO["pt-br"] | {"name": "Portuguese", "name_local": "Português"}
FORMAT_MODULE_PATH = "trellis.config.formats"
USE_THOUSAND_SEPARATOR = True  # what is for a machine, and years, say |unlocalize
USE_TZ = True
TIME_ZONE = "America/New_York"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF, "blob:"],  # a voice note, heard before it is sent
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^health$"]  # a monitor on this machine asks without HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SESSION_ENGINE = "trellis.web.shell.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 12
X_FRAME_OPTIONS = "DENY"

_mail = mail_settings(os.environ.get("TRELLIS_MAIL", ""))
if _mail:
    globals().update(_mail)
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("TRELLIS_MAIL_FROM", "trellis@localhost")

LOGGING = log_masking.logging_settings()
DEFAULT_EXCEPTION_REPORTER = "trellis.core.foundation.log_masking.MaskedExceptionReporter"
