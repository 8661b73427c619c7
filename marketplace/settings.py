"""Which value is in force: one linear file, everything local comes from the environment.

Development works with no variable set; production refuses to start without its secrets.
Numbers of the law are never settings.
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url

from marketplace.law.errors import Misdeclared

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = os.environ.get("DJANGO_ENV", "demo")  # production · demo · training · test
if ENV not in ("production", "demo", "training", "test"):
    raise Misdeclared(f"DJANGO_ENV={ENV}: expected production, demo, training or test")
PRODUCTION = ENV == "production"
MOVABLE_CLOCK = not PRODUCTION
DEBUG = False

VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve()
SHARED_DIR = Path(os.environ.get("SHARED_DIR", BASE_DIR.parent / "shared")).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)


def _secret(name: str) -> str:
    """A secret from the environment; outside production one is made once and kept in VAR_DIR."""
    if value := os.environ.get(name):
        return value
    if PRODUCTION:
        raise Misdeclared(f"production needs {name} in its environment")
    path = VAR_DIR / f"{name.lower()}.txt"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(os.urandom(32).hex())
        fresh.chmod(0o600)
        os.replace(fresh, path)
    return path.read_text().strip()


SECRET_KEY = _secret("SECRET_KEY")
LOG_KEY = _secret("LOG_KEY")  # 64 hex digits: the platform's Ed25519 seed for receipts and statements
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "search",
    "cms",
    "bidding",
    "tenders",
    "marketplace",
    "marketplace.notices",
    "marketplace.trust",
    "marketplace.accounts",
    "marketplace.flow",
    "marketplace.record",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.table_block",
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "csp",
    "django.forms",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "marketplace.flow.middleware.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marketplace.flow.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "marketplace.flow.middleware.RefusalMiddleware",
    "marketplace.notices.corrections.border.VeilMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
ASGI_APPLICATION = "marketplace.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.context.site",
            ],
            "builtins": ["marketplace.templatetags.ui", "django.templatetags.i18n"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# ── database ────────────────────────────────────────────────────────────────
DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL", f"sqlite:///{VAR_DIR}/site.sqlite3"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if CACHE_URL := os.environ.get("CACHE_URL"):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}}

# ── people ──────────────────────────────────────────────────────────────────
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if ENV == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/my/"
ACCOUNT_LOGIN_METHODS = {"username"}  # the form finds the user name by telephone or e-mail as well
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {  # PLATFORM["SIGN-IN-TRIES"]; the key is address and account together
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key",
    "account_failed": "20/h/key",
    "account_slot": "1/10s/key",
    "second_step": "5/5m/key",
    "reauthenticate": "10/m/user",
    "come_back": "10/10m/ip",
    "subscribe": "20/10m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUSTED_PROXIES", "0"))
MFA_ADAPTER = "marketplace.accounts.signin.keeping.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # half a minute fast or slow
# Kinds of units whose people sign in by two steps; everybody else may.
SECOND_FACTOR_FOR = [
    kind
    for kind in os.environ.get(
        "SECOND_FACTOR_FOR", "centre,authority,inspection,operator" if PRODUCTION else ""
    ).split(",")
    if kind
]
SMS_URL = os.environ.get("SMS_URL", "")  # https://name:secret@host/path; without it a demo shows /dev/outbox/
EMAIL_URL = os.environ.get("EMAIL_URL", "")  # smtps://user:password@host:465, or smtp:// with STARTTLS on 587
_mail = urlsplit(EMAIL_URL)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp" and EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", EMAIL_HOST_USER or "noreply@localhost")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_URL.startswith("https://")
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"

# ── files ───────────────────────────────────────────────────────────────────
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
BLOB_ROOT = VAR_DIR / "blobs"  # sealed packages: never served, names are random
PRIVATE_ROOT = VAR_DIR / "private"  # licences and other papers shown only to those concerned
STORAGES = {
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(PRIVATE_ROOT), "base_url": None},
    },
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENV == "test"
        else "marketplace.storage.HashedStatic"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "tmp"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)

# ── language and time ───────────────────────────────────────────────────────
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# ── Wagtail ─────────────────────────────────────────────────────────────────
WAGTAIL_SITE_NAME = "静乐县公共资源交易与中介服务平台"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # /my/account/ does it, after proving again who one is
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILDOCS_DOCUMENT_MODEL = "cms.Attachment"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "cms.upload_form.AttachmentForm"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]
WAGTAIL_CONTENT_LANGUAGES = [("zh-hans", "简体中文")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# http://host:9200/prefix; empty: the embedded engine. Tests choose theirs.
SEARCH_URL = "" if ENV == "test" else os.environ.get("SEARCH_URL", "")
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# ── tasks ───────────────────────────────────────────────────────────────────
CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", "filesystem://")
if CELERY_BROKER_URL.startswith("filesystem"):
    _broker = VAR_DIR / "broker"
    _broker.mkdir(exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        name: str(_broker) for name in ("data_folder_in", "data_folder_out", "control_folder")
    }

# ── content security ────────────────────────────────────────────────────────
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # requests are not logged with their address: before the deadline nobody learns who came
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "ERROR"}},
}

# Closing waits one request time-out so that a slow worker locks no timely bid out (design D11).
REQUEST_TIMEOUT = {"production": 20, "training": 20, "demo": 2, "test": 0}[ENV]
MAX_PACKAGE_BYTES = 32 * 1024 * 1024

SITE = {
    "name": "静乐县公共资源交易与中介服务平台",
    "host": os.environ.get("SITE_HOST", "（主办单位名称）"),
    "operator": os.environ.get("SITE_OPERATOR", "（承办单位名称）"),
    "icp": os.environ.get("SITE_ICP", "晋ICP备XXXXXXXX号"),
    "police": os.environ.get("SITE_POLICE", "晋公网安备 XXXXXXXXXXXXXX号"),
    "gov_id": os.environ.get("SITE_GOV_ID", "XXXXXXXXXX"),
    "hotline": os.environ.get("SITE_HOTLINE", "0350-XXXXXXX"),
}
# Custodians of opening keys (design D17): "id=unit name=public identity key" lines in this file.
CUSTODIANS_FILE = Path(os.environ.get("CUSTODIANS_FILE", VAR_DIR / "custodians.json"))
