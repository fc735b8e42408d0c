"""Every setting of the portal, read from the environment; production is the default."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from clair_portal import backoffice_settings, registries, schedule

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

# What kind of server this is
DEMONSTRATION = env.bool("PORTAL_DEMONSTRATION", default=False)
DEBUG = env.bool("DEBUG", default=False)
DEMONSTRATION_KEY = "only-for-demonstrations-never-in-production-0123456789abcdef"
SECRET_KEY = env("SECRET_KEY", default=DEMONSTRATION_KEY if DEMONSTRATION else environ.Env.NOTSET)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000" if DEMONSTRATION else "https://localhost")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMONSTRATION else [])
FILES_ROOT = Path(env("PORTAL_FILES", default=str(BASE_DIR / ".local" / "files")))

# The portal's own switches: dotted paths, because a kernel package must not import the root
PORTAL_ROLES = "clair_portal.roles.ROLES"
PORTAL_NAVIGATION = "clair_portal.navigation.public"
PORTAL_STAFF_NAVIGATION = "clair_portal.navigation.staff"
PORTAL_WORK = registries.WORK
PORTAL_JOBS = registries.JOBS
PORTAL_IMPORTS = registries.IMPORTS
PORTAL_OPEN_WORK = registries.OPEN_WORK
PORTAL_JOB_PAGE = "job"  # the name of the address that shows one job
PORTAL_PDF_LIMITS: dict[str, int] = {}  # what one document may take, other than `documents.press.Limits`
PORTAL_PRIVACY_NOTICE = "2026-11-01"  # the day of its present text; a new day asks everybody to read it again
PORTAL_PRIVACY_PAGE = "privacy"  # the name of the address that shows it
PORTAL_REQUIRE_MFA = env.bool("PORTAL_REQUIRE_MFA", default=not DEMONSTRATION)
PORTAL_CONTACT = env("PORTAL_CONTACT", default="portal@example.org")
PORTAL_EMERGENCY_PHONES: dict[str, str] = env.dict(
    "PORTAL_EMERGENCY_PHONES", default={}
)  # country of an office → number
PORTAL_MAIL_FROM = env("PORTAL_MAIL_FROM", default="Japan Local Government Centre <portal@example.org>")
PORTAL_MAIL_REPLY_TO = env("PORTAL_MAIL_REPLY_TO", default="")
PORTAL_REPLY_DOMAIN = env("PORTAL_REPLY_DOMAIN", default="")  # whose mail server pipes answers to `receive_mail`
PORTAL_MAIL_REPLIES = registries.MAIL_REPLIES
PORTAL_MAIL_EXAMPLES = registries.MAIL_EXAMPLES
PORTAL_ACCOUNT_MAIL = "clair_portal.account_mail.send"
PORTAL_MAIL_ATTACHMENTS = registries.MAIL_ATTACHMENTS

UNFOLD = backoffice_settings.UNFOLD

# Apps, in the order of the floors, root first
INSTALLED_APPS = [
    "clair_portal",
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "clair_portal.backoffice.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django.contrib.humanize",  # the passkeys page of allauth loads its tags
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_countries",
    "import_export",
    "pgtrigger",
    "pghistory",
    "clair_portal.workflow",
    "clair_portal.search",
    "clair_portal.directory",
    "clair_portal.accounts",
    "clair_portal.mail",
    "clair_portal.documents",
    "clair_portal.spreadsheets",
    "clair_portal.pages",
    "clair_portal.backoffice",
    "events",
    "jet",
    "exchanges",
]

MIDDLEWARE = [
    "clair_portal.pages.middleware.DatabaseDownMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "clair_portal.pages.middleware.BorderMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clair_portal.pages.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clair_portal.accounts.middleware.SessionLifetimeMiddleware",
    "clair_portal.accounts.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "clair_portal.urls"
WSGI_APPLICATION = "clair_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clair_portal.pages.context.portal",
            ],
            "builtins": ["django.templatetags.i18n", "clair_portal.pages.templatetags.portal"],
        },
    },
]

# The one database: everything that must not be lost is a row here
DATABASES = {"default": env.db("DATABASE_URL", default="postgres://portal@127.0.0.1:5432/portal")}
DATABASES["default"] |= {
    "CONN_MAX_AGE": None,  # closing per request costs ten times on pages
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 5,
        "tcp_user_timeout": 5000,
        "options": "-c statement_timeout=20000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=60000",
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Rate limits and one-time codes live in the database, so that an absent or emptied Redis never lifts a limit.
CACHES = {"default": {"BACKEND": "clair_portal.accounts.limits.LimitCache", "LOCATION": "portal_cache"}}

# Jobs
REDIS_URL = env("REDIS_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_DB_REUSE_MAX = 1000  # otherwise Celery closes the connection after every task
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_timeout": 5, "socket_connect_timeout": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_DEFAULT_QUEUE = "portal"
CELERY_TASK_ROUTES = {
    "clair_portal.documents.tasks.tick": {"queue": "portal"},  # a long PDF must not delay the sign of life
    "clair_portal.mail.*": {"queue": "mail"},
    "clair_portal.documents.*": {"queue": "documents"},
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = schedule.SCHEDULE

# Mail
vars().update(env.email("EMAIL_URL", default="smtp://127.0.0.1:1025"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = PORTAL_MAIL_FROM
SERVER_EMAIL = PORTAL_MAIL_FROM

# Who may come in
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["clair_portal.accounts.backends.PortalBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "clair_portal.accounts.passwords.ContextWordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "clair_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "clair_portal.accounts.forms.SignUpForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_SESSION_REMEMBER = True  # how long is decided by SessionLifetimeMiddleware, not by a box to tick
ACCOUNT_MAX_EMAIL_ADDRESSES = 5
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.bool("BEHIND_PROXY", default=False))  # else X-Forwarded-For lifts every limit
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"guest_link": "20/h/ip"}  # beside allauth's own limits, which stay as they are
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_ADAPTER = "clair_portal.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "CLAIR portal"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMONSTRATION

# Sessions, cookies, transport
SESSION_ENGINE = "clair_portal.accounts.sessions"  # in Redis, an emptied cache would sign everybody out
SESSION_COOKIE_AGE = 30 * 24 * 3600
SECURE = not (DEMONSTRATION or DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-sessionid" if SECURE else "sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if SECURE else "csrftoken"
CSRF_FAILURE_VIEW = "clair_portal.pages.errors.csrf_failure"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

# Languages and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("ja", _("Japanese")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
FORMAT_MODULE_PATH = ["clair_portal.formats"]
FORM_RENDERER = "clair_portal.pages.forms.PortalRenderer"

# Static files
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(BASE_DIR / ".local" / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(FILES_ROOT)}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_MANIFEST_STRICT = False
PACKED = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "ttf")  # ttf: for PDF files only
TEXTUAL = ("css", "js", "mjs", "map", "svg", "json", "html", "txt", "md")
# Compressing takes two minutes of processor time; a demonstration on loopback gains nothing from it.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*PACKED, *TEXTUAL) if DEMONSTRATION else PACKED

# What is written down
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="INFO")},
    "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
