"""Django's settings, all from the typed environment. One file, no variants."""

from __future__ import annotations

import dj_database_url
from csp.constants import NONE, SELF

from luoshi.config.accounts import account_settings, form_targets
from luoshi.config.environment import ROOT, environment
from luoshi.config.secret import secret_key
from luoshi.kernel.base.city import load_city

ENV = environment()
CITY = load_city(ENV.city)

DEBUG = ENV.debug
SECRET_KEY = secret_key(ENV.secret_key, ENV.state)
ALLOWED_HOSTS = ENV.hosts
ROOT_URLCONF = "luoshi.config.urls"
ASGI_APPLICATION = "luoshi.config.asgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "luoshi.desk",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "luoshi.ui",
    "luoshi.kernel.orgs",
    "luoshi.kernel.calendar",
    "luoshi.kernel.parameters",
    "luoshi.kernel.notices",
    "luoshi.kernel.cases",
    "luoshi.kernel.ledger",
    "luoshi.kernel.measures",
    "luoshi.kernel.commitments",
    "luoshi.platforms.hotline",
    "luoshi.platforms.investment",
    "luoshi.platforms.prepaid",
    "luoshi.platforms.projects",
    "luoshi.platforms.proposals",
    "luoshi.platforms.supervision",
    "luoshi.portal",
    "luoshi.config",
]
PLATFORMS = [app for app in INSTALLED_APPS if app.startswith("luoshi.platforms.")]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",  # last, as it answers lockouts
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "luoshi.portal.context.site",
            ]
        },
    }
]

# Named without a default, so that a command that needs no database needs no server either.
DATABASES = {"default": dj_database_url.parse(ENV.database_url or "postgresql:///luoshi", conn_max_age=60)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",  # first: a locked account is refused before a password is tried
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:work"
globals().update(account_settings(ENV, issuer=f"{CITY.full_name}落实"))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [ROOT / "luoshi" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ENV.state / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF, *form_targets(ENV)],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = ENV.https
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENV.https
CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
