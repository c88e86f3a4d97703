"""Settings of the portal, all from the environment (and from `.env` where it is present)."""

from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _
from environ import Env

from dolyna_portal.logs import configuration
from publishing.languages import column_label

BASE_DIR = Path(__file__).resolve().parent.parent
THEME_DIR = BASE_DIR / "theme"  # what belongs to one town alone

env = Env()
env.read_env(BASE_DIR / ".env")

# What must be set in production, and why it refuses to start otherwise

DEBUG = env.bool("DEBUG", default=False)
PORT = env.int("PORT", default=8000)
SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default=f"http://127.0.0.1:{PORT}" if DEBUG else "").rstrip("/")

if DEBUG:
    SECRET_KEY = SECRET_KEY or get_random_secret_key()
else:
    if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY.startswith("django-insecure"):
        raise ImproperlyConfigured(
            "SECRET_KEY is missing or weak: set it to at least 50 random characters."
        )
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        raise ImproperlyConfigured(
            "ALLOWED_HOSTS is missing or open to all: set it to the portal's host names."
        )
    if not SITE_URL.startswith("https://"):
        raise ImproperlyConfigured(
            "SITE_URL is missing or without https: set it to the portal's own address."
        )

# Applications, from the ground up

INSTALLED_APPS = [
    "modeltranslation",
    "dolyna_portal.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django_countries",
    "csp",
    "simple_history",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "publishing",
    "papers",
    "partners",
    "projects",
    "aid",
    "reports",
    "search",
    "register",
    "dolyna_portal.apps.PortalConfig",
]

MIDDLEWARE = [
    "dolyna_portal.logs.RequestLogMiddleware",
    # Headers first: whatever answers below, be it a redirect or an error, has all of them.
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "dolyna_portal.headers.IsolationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dolyna_portal.public_database.PublicDatabaseMiddleware",
    "publishing.page_cache.PublicPageMiddleware",
    "dolyna_portal.languages.LanguageMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "dolyna_portal.sign_in.SessionLimitMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "publishing.addresses.MovedMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "dolyna_portal.urls"
WSGI_APPLICATION = "dolyna_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", THEME_DIR],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "dolyna_portal.context.portal",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "publishing.templatetags.words",
                "partners.templatetags.partner_names",
            ],
        },
    },
]

# Database: SQLite in one file, or PostgreSQL by DATABASE_URL

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # With the defaults of SQLite most concurrent writes fail: "database is locked".
    # Each thread has a connection: what one keeps in memory is kept eight times.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "cached_statements": 8,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA foreign_keys=ON; PRAGMA cache_size=-512;",
    }
else:
    # The planner overrates subqueries: compiling a count would take ten times as long as asking.
    options = {"connect_timeout": 3, "options": "-c jit=off"}
    DATABASES["default"]["OPTIONS"] = options | DATABASES["default"].get("OPTIONS", {})
# A connection costs more than a page that is kept.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if env.str("PUBLIC_DATABASE_URL", default=""):
    # The same database under a role that may not read internal tables.
    DATABASES["public"] = DATABASES["default"] | env.db("PUBLIC_DATABASE_URL")
    DATABASE_ROUTERS = ["dolyna_portal.public_database.PublicDatabaseRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Languages: the path alone decides; Ukrainian is never missing

LANGUAGE_CODE = "uk"
LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale_libraries"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "uk"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("uk",)
MODELTRANSLATION_BUILD_LOCALIZED_VERBOSE_NAME = column_label
USE_I18N = True
TIME_ZONE = "Europe/Kyiv"
USE_TZ = True
COUNTRIES_OVERRIDE = {"US": _("United States"), "TR": _("Türkiye")}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static", ("theme", THEME_DIR)]
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))
STORAGES = {
    "default": {"BACKEND": "publishing.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", default="")  # where nginx itself reads MEDIA_ROOT
# A consignment of hundreds of items has a dozen fields in each row. What anybody may send is
# bounded all the same: a body has 2.5 MB at most.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000
FILE_UPLOAD_PERMISSIONS = 0o640

# Public pages are kept in each process, or in Redis for several processes and machines

CACHE_URL = env.str("CACHE_URL", default="")

# Frozen texts stay drawn in each process: a few, for one may hold thousands of rows

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 30},
    }
}

# For the hours without a database: the last good copies of public pages, and the backups

KEPT_PAGES = env.str("KEPT_PAGES", default=f"{MEDIA_ROOT}-kept-pages")
BACKUP_DIR = env.str("BACKUP_DIR", default="")  # where set, /readyz asks for a new archive

# Sign-in: staff only, under the admin

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "dolyna_portal.passwords.OfficeWordsValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"
SECOND_FACTOR_REQUIRED = not DEBUG
OTP_TOTP_ISSUER = urlsplit(SITE_URL).hostname
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # nobody locks a colleague out from afar
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "dolyna_portal.sign_in.client_address"
AXES_LOCKOUT_CALLABLE = "dolyna_portal.sign_in.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds from sign-in
SESSION_IDLE_AGE = 30 * 60  # seconds without a request
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"

# Security: the same headers on every answer

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "upgrade-insecure-requests": not DEBUG,
    }
}
PERMISSIONS_POLICY = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
}
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_SSL_HOST = urlsplit(SITE_URL).netloc
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=True)
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Aid that customs cleared since that day is reported to the state within so many days

AID_REPORT_DAYS = env.int("AID_REPORT_DAYS", default=90)
AID_REPORT_SINCE = date.fromisoformat(env.str("AID_REPORT_SINCE", default="2024-04-01"))

# Mail

vars().update(env.email("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="webmaster@localhost")

# Log: JSON lines on the standard error

if not DEBUG:
    LOGGING = configuration(env.str("LOG_LEVEL", default="INFO"))
