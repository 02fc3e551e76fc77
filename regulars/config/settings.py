"""Django's settings, all of them; what an installation may choose comes from the environment."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy

from regulars import __version__
from regulars.config import environ, home

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(environ.text("REGULARS_HOME", "~/.regulars")).expanduser()

# --- the installation ---------------------------------------------------------------------------
VERSION = __version__
DEBUG = environ.flag("REGULARS_DEBUG")
DEVELOPER = DEBUG or environ.flag("REGULARS_DEVELOPER")
TESTING = "pytest" in sys.modules
SECRET_KEY = environ.text("REGULARS_SECRET_KEY") or home.secret(HOME, "secret_key")
HASH_KEY = environ.text("REGULARS_HASH_KEY") or home.secret(HOME, "hash_key")
ALLOWED_HOSTS = environ.items("REGULARS_HOSTS", "*")
SEAL_KEY = environ.text("REGULARS_SEAL_KEY") or home.secret(HOME, "seal_key")
PUBLIC_URL = environ.text("REGULARS_URL", "http://localhost:8000")
IS_SECURE = PUBLIC_URL.startswith("https://")
LAKE_ENGINE = environ.text("LAKE_ENGINE", "duckdb")
LAKE = environ.text("REGULARS_LAKE", str(HOME / "lake"))

# --- Django -------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "regulars.base.workspace",
    "regulars.base.events",
    "regulars.base.lake",
    "regulars.collect",
    "regulars.identity",
    "regulars.commerce",
    "regulars.profile",
    "regulars.insight",
    "regulars.contact",
    "regulars.engage",
    "regulars.web",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "regulars.api.middleware.ProblemMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "regulars.web.layout.middleware.WorkplaceMiddleware",
    "regulars.web.layout.middleware.RefusalMiddleware",
]
ROOT_URLCONF = "regulars.config.urls"
WSGI_APPLICATION = "regulars.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W021"] if not IS_SECURE else []

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT, ROOT / "web" / "allauth"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {"ui": "regulars.web.components.ui", "show": "regulars.web.components.show"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regulars.web.layout.context.shell",
            ],
        },
    }
]

# --- database, cache, jobs ----------------------------------------------------------------------
DATABASES = {
    "default": {
        **environ.database(environ.text("DATABASE_URL", "postgresql:///regulars")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "TEST": {"NAME": environ.text("REGULARS_TEST_DATABASE") or None},
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["regulars.flow"]

# --- signing in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "workspace.Account"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "regulars.web.layout.accounts.StaffAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if TESTING else 1  # edge always sends exactly one address that it has verified
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Regulars"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IS_SECURE
SESSION_COOKIE_NAME = "regulars_session"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())

# --- security -----------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "connect-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if IS_SECURE else []
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "regulars.web.layout.faults.stale"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- languages, files, mail ---------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", gettext_lazy("English")),
    ("zh-hans", gettext_lazy("Simplified Chinese")),
    ("zh-hant", gettext_lazy("Traditional Chinese")),
]
LOCALE_PATHS = [ROOT / "web" / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [("ui", ROOT / "web" / "static")]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "regulars.web.components.sheets.SheetFinder",
]
STYLES_TOGETHER = not (DEBUG or TESTING)
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MEDIA_ROOT = HOME / "uploads"
INCOMING = environ.text("REGULARS_INCOMING", str(HOME / "incoming"))
DROP = environ.text("REGULARS_DROP", str(HOME / "drop"))
FILE_UPLOAD_TEMP_DIR = None
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.console.EmailBackend"}}
SERIALIZATION_MODULES: dict[str, str] = {}
LOGGING_CONFIG = "regulars.config.logs.configure"
LOGGING: dict[str, Any] = {"level": environ.text("REGULARS_LOG_LEVEL", "INFO")}
