"""Settings: SQLite and a secret of its own with nothing set; everything else from the environment (docs/deploy.md)."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from . import environment, serve

BASE_DIR = Path(__file__).resolve().parent.parent
# Everything the running site makes lies here: database, uploads, static files, backups, the secret key.
VAR_DIR = environment.writable_folder("VAR_DIR", BASE_DIR / "var")

# From the environment

DEBUG = environment.switch("DEBUG")
IS_TESTED = "PYTEST_VERSION" in os.environ
SECRET_KEY = environment.secret_key("SECRET_KEY", VAR_DIR / "secret_key")
SITE_URL = environment.site_address("SITE_URL", f"http://127.0.0.1:{environment.port('PORT', 8000)}")
SITE_IS_SECURE = SITE_URL.startswith("https:")
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
ALLOWED_HOSTS.append(environment.host_of(SITE_URL))
CSRF_TRUSTED_ORIGINS = environment.origins("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = environment.networks("TRUSTED_PROXIES")
DATABASES = {"default": environment.database("DATABASE_URL", VAR_DIR / "forum.sqlite3")}
globals().update(environment.mail("EMAIL_URL"))

if DATABASES["default"]["ENGINE"] == environment.SQLITE:
    # A file and not memory, because two writers at once can only be tried on a file; one for each process of a run.
    (VAR_DIR / "tests").mkdir(exist_ok=True)
    DATABASES["default"]["TEST"] = {"NAME": VAR_DIR / "tests" / f"forum-{os.getpid()}.sqlite3"}

# Counts of wrong attempts, which all processes share; made by `manage.py prepare`. A count that is thrown away early
# is a door opened early, so there is room for many.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # Whole public answers, in each process its own (records/caching.py): some 20 MB, as pages of this site are long.
    # Tests ask for pages to see how they are made, and keep none.
    "answers": {
        "BACKEND": f"django.core.cache.backends.{'dummy.DummyCache' if IS_TESTED else 'locmem.LocMemCache'}",
        "LOCATION": "answers",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# The pieces, and how they are joined

INSTALLED_APPS = [
    "forumsite",
    "records.apps.RecordsConfig",
    "forumsite.accounts.apps.StaffAdmin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "forumsite.accounts.apps.AccountsConfig",  # after those whose pages of the admin it replaces
]

MIDDLEWARE = [
    "forumsite.middleware.TrustedProxies",  # first: everything below believes the address and the scheme
    "forumsite.middleware.RequestId",
    "forumsite.middleware.SecurityHeaders",
    "django.middleware.security.SecurityMiddleware",
    "forumsite.middleware.RefusedEncodings",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "forumsite.middleware.PublicAnswers",
    "forumsite.middleware.OpenData",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "forumsite.middleware.PageLanguage",
    "forumsite.middleware.OnlyRead",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "forumsite.accounts.sessions.SessionsEnd",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "records.caching.ConditionalAnswers",
    "records.views.elsewhere.QuestionsLast",
    "forumsite.middleware.RecordUnreachable",  # last: nearest to the views whose errors it answers
]

ROOT_URLCONF = "forumsite.urls"
WSGI_APPLICATION = "forumsite.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What the project asks of the domain, by name only, so that no module here has to import it.
ERROR_VIEWS = "records.views.errors"  # bad_request permission_denied page_not_found server_error unreachable
JINJA_INSTALLERS = ["records.templatetags.printing.install", "records.templatetags.markdown.install"]
HEALTH_MODEL = "records.Forum"
STAFF_WORK = "records.admin.front.work"  # what waits for somebody, on the front page of the admin

# One rule: public pages are Jinja2, the admin and the accounts are Django's own templates. Each folder of
# `templates/` belongs to one of the two; forumsite.jinja2 refuses the folders of the other.
DJANGO_TEMPLATE_FOLDERS = ("admin/", "account/", "mfa/", "registration/")
TEMPLATES = [
    {
        "BACKEND": "forumsite.jinja2.PublicPages",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {"environment": "forumsite.jinja2.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Languages and time

LANGUAGES = [("en", "English"), ("ru", "Русский"), ("zh-hans", "简体中文")]
LANGUAGE_CODE = "en"
# Data carry no language in their address: they hold every language, and are the same for every visitor.
DATA_ADDRESSES = rf"/(?!(?:{'|'.join(code for code, _ in LANGUAGES)}|static|media|files)/)(?s:.*)\.(?:json|csv|zip)\Z"
# Files beside pages, in the language of these: programs elsewhere may read them as they read data.
FILES_BESIDE_PAGES = (
    rf"/(?:{'|'.join(code for code, _ in LANGUAGES)})/(?!preview/)(?s:.*)\.(?:md|bib|ris|csl\.json|atom|ics)\Z"
)
LOCALE_PATHS = [BASE_DIR / "forumsite" / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# Of the threads of each process of the server so many may send long answers in pieces; the others stay for pages.
STREAMS_AT_ONCE = serve.THREADS // 2

# Files

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT.mkdir(exist_ok=True)  # whitenoise warns about a missing folder
# In production names carry a hash of the content, so that browsers may keep files for ever. While developing and
# testing nobody collects the files: they are served as they lie in `static/`.
SERVES_STATIC_SOURCES = DEBUG or IS_TESTED
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = SERVES_STATIC_SOURCES
WHITENOISE_ALLOW_ALL_ORIGINS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if SERVES_STATIC_SOURCES
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Security: the scheme of SITE_URL decides, because only its owner knows whether people reach the site by TLS

SECURE_SSL_REDIRECT = SITE_IS_SECURE
SECURE_SSL_HOST = urlsplit(SITE_URL).netloc if SITE_IS_SECURE else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, without TLS
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60 if SITE_IS_SECURE else 0
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_IS_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "forumsite.accounts.views.form_refused"
X_FRAME_OPTIONS = "DENY"
# Only these addresses may read or set a cookie; every other answer is the same for everybody.
PATHS_WITH_COOKIES = r"^/([a-z-]+/)?(admin|account)/"
# Whatever else there is can only be read.
PATHS_TO_SEND_TO = r"^/([a-z-]+/)?(admin|account|report)/"

# The page of an edition with thirty rows of each kind sends more fields than Django allows by itself.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# Signing in: allauth is the only door. Whoever enters the admin has shown a second factor (forumsite.accounts)

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
# The first knows who somebody is, the second what they may do.
AUTHENTICATION_BACKENDS = ["forumsite.accounts.backends.StaffBackend", "records.admin.rights.OneQuestionBackend"]
SESSION_COOKIE_AGE = 12 * 60 * 60  # seconds after signing in
SESSION_IDLE_SECONDS = 2 * 60 * 60
ACCOUNT_ADAPTER = "forumsite.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; without a password nobody could sign in
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {
    "login": "forumsite.accounts.forms.SignInForm",
    "reauthenticate": "forumsite.accounts.forms.PasswordAgainForm",
    "change_password": "forumsite.accounts.forms.NewPasswordForm",
}
# How many, in what time, by what: `key` is an account. The first four are this site's own, see accounts/limits.py.
ACCOUNT_RATE_LIMITS = {
    "wrong_password_from": "10/15m/ip",
    "wrong_password_for": "20/h/key",
    "told_shut": "1/15m/key",
    "login_failed": "10/15m/key,40/d/key",  # codes of a second factor
    "login": "60/m/ip",  # forms sent, right or wrong
    "reauthenticate": "30/m/user",
    "change_password": "10/15m/user",
}
MFA_ADAPTER = "forumsite.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True  # a passkey that asks for a finger or a PIN is two factors in one
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1  # a telephone's clock may be half a minute wrong
MFA_FORMS = {
    "authenticate": "forumsite.accounts.forms.CodeForm",
    "reauthenticate": "forumsite.accounts.forms.CodeAgainForm",
    "activate_totp": "forumsite.accounts.forms.FirstCodeForm",
    "add_webauthn": "forumsite.accounts.forms.PasskeyForm",
    "edit_webauthn": "forumsite.accounts.forms.PasskeyNameForm",
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Logs: to stderr, one line for each event, with the number of the request it belongs to

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "forumsite.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "forumsite.logs.OneLineFormatter",
            "format": "%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "filters": ["request_id"], "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    # Django's own handlers are taken off: they would write a line twice, or mail it.
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # Anybody can send a wrong Host: the request's own line says 400; a traceback each time would flood the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
