"""All settings, read from the environment. `.env.example` lists every variable.

What is missing or unsafe in production is refused by `videoplanet/checks.py`, not here, so that
`manage.py check --deploy` can name everything at once.
"""

import os
import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ  # type: ignore[import-untyped]
from corsheaders.defaults import default_headers
from kombu import Queue

from videoplanet import sign_in

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
# A line `NAME=` of .env leaves the default.
env.ENVIRON = {name: value for name, value in os.environ.items() if value}

ENVIRONMENT = env.str("ENVIRONMENT", default="production")
DEBUG = False
# What runs here (videoplanet/version.py).
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
COMMIT = env.str("COMMIT", default="")
# Where errors are reported (videoplanet/error_reports.py).
SENTRY_DSN = env.str("SENTRY_DSN", default="")
# Where traces go (videoplanet/tracing.py). The exporter reads this and other OTEL_ variables.
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
PUBLIC_URL = env.str("PUBLIC_URL", default="http://127.0.0.1:8000").rstrip("/")
FRONTEND_URL = env.str("FRONTEND_URL", default=PUBLIC_URL).rstrip("/")
FRONTEND_PREFERENCES_URL = f"{FRONTEND_URL}/account/notifications"

# One key for each purpose: replacing one does not invalidate what the others signed.
SECRET_KEY = env.str("SECRET_KEY", default="")
JWT_SIGNING_KEY = env.str("JWT_SIGNING_KEY", default="")
GUEST_TOKEN_KEY = env.str("GUEST_TOKEN_KEY", default="")
MEDIA_SIGNING_KEY = env.str("MEDIA_SIGNING_KEY", default="")
# Encrypts the secrets and addresses of webhooks.
WEBHOOK_KEY = env.str("WEBHOOK_KEY", default="")
# Keys that were replaced, and still open what they signed or encrypted (manage.py rotate_keys).
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
JWT_SIGNING_KEY_FALLBACKS = env.list("JWT_SIGNING_KEY_FALLBACKS", default=[])
GUEST_TOKEN_KEY_FALLBACKS = env.list("GUEST_TOKEN_KEY_FALLBACKS", default=[])
MEDIA_SIGNING_KEY_FALLBACKS = env.list("MEDIA_SIGNING_KEY_FALLBACKS", default=[])
WEBHOOK_KEY_FALLBACKS = env.list("WEBHOOK_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", default=[urlsplit(PUBLIC_URL).hostname, "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
ADMIN_ENABLED = env.bool("ADMIN_ENABLED", default=True)

# Probes come over plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^(healthz|livez|readyz|statusz|metrics)$"]
if PUBLIC_URL.startswith("https://"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

INSTALLED_APPS = [
    "videoplanet.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.headless",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "channels",
    "corsheaders",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "videoplanet.apps.VideoPlanetConfig",
    "videoplanet.storage",
    "videoplanet.mail",
    "videoplanet.tasks",
    "eventlog",
    "videoplanet.idempotency",
    "videoplanet.db",
    "users",
    "notifications",
    "projects",
    "videos",
    "feedbacks",
    "comments",
    "invitations",
    "tokens",
    "integrations",
    "webhooks",
    "accounts",
    "realtime",
    "operations",
]

MIDDLEWARE = [
    "videoplanet.api.middleware.request_context",
    "django.middleware.security.SecurityMiddleware",
    "videoplanet.front_end.FrontEndMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "videoplanet.api.middleware.LazyMessages",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "videoplanet.api.errors.ProblemMiddleware",
]

ROOT_URLCONF = "videoplanet.urls"
WSGI_APPLICATION = "videoplanet.wsgi.application"
ASGI_APPLICATION = "videoplanet.asgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before allauth's templates of the same names.
        "DIRS": [BASE_DIR / "users" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- PostgreSQL ---------------------------------------------------------------------------------
_database = env.db_url("DATABASE_URL", default="postgres://127.0.0.1:5432/videoplanet")
DATABASES = {
    "default": {
        **_database,
        "ENGINE": "videoplanet.db.postgresql",
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {
            **_database.get("OPTIONS", {}),
            # A statement that a connection sees for the fifth time is prepared: PostgreSQL then
            # neither parses nor (mostly) plans it again.
            "server_side_binding": True,
            "prepare_threshold": 5,
            "pool": {
                "min_size": env.int("DATABASE_POOL_MIN", default=0),
                "max_size": env.int("DATABASE_POOL_MAX", default=10),
                # Seconds: while PostgreSQL is down a request soon fails, and the next one connects
                # again. In the pool's default of five minutes the pauses outgrow the outage.
                "timeout": 3,
                "reconnect_timeout": 1,
            },
            # A writer that hangs blocks its project's stream row (eventlog/publish.py): end it.
            "options": (
                "-c lock_timeout=5s -c statement_timeout=30s"
                f" -c idle_in_transaction_session_timeout={env.int('IDLE_SECONDS', default=15)}s"
            ),
        },
    }
}

# Where pg_dump and pg_restore are, if not on the PATH; for whom backups are encrypted (age1…).
PG_BIN = env.str("PG_BIN", default="")
BACKUP_RECIPIENT = env.str("BACKUP_RECIPIENT", default="")

# --- Redis --------------------------------------------------------------------------------------
REDIS_URL = env.str(
    "REDIS_URL", default="" if ENVIRONMENT == "production" else "redis://127.0.0.1:6379/0"
)
CACHES = {
    "default": {
        "BACKEND": "videoplanet.cache.FailOpenCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "videoplanet",
        "OPTIONS": {
            # While Redis is down the cache is empty; that is not an error.
            "IGNORE_EXCEPTIONS": True,
            "SOCKET_CONNECT_TIMEOUT": 0.25,
            "SOCKET_TIMEOUT": 0.5,
        },
    }
}
DJANGO_REDIS_LOG_IGNORED_EXCEPTIONS = True
DJANGO_REDIS_LOGGER = "videoplanet.cache"

# --- S3 -----------------------------------------------------------------------------------------
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default=None)
# Where browsers reach the storage, if that differs (signatures cover the host).
S3_PUBLIC_ENDPOINT_URL = env.str("S3_PUBLIC_ENDPOINT_URL", default=S3_ENDPOINT_URL)
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_REGION = env.str("S3_REGION", default="us-east-1")
S3_ACCESS_KEY_ID = env.str("S3_ACCESS_KEY_ID", default="")
S3_SECRET_ACCESS_KEY = env.str("S3_SECRET_ACCESS_KEY", default="")
# CloudFront in front of the bucket, for videos; empty: they are played from the storage.
CDN_URL = env.str("CDN_URL", default="").rstrip("/")
CDN_KEY_ID = env.str("CDN_KEY_ID", default="")
CDN_PRIVATE_KEY = env.str("CDN_PRIVATE_KEY", default="")

# --- Mail ---------------------------------------------------------------------------------------
_mail = urlsplit(env.str("EMAIL_URL", default="smtp://127.0.0.1:25"))
MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": _mail.hostname,
            "port": _mail.port or (465 if _mail.scheme == "smtp+ssl" else 25),
            "username": unquote(_mail.username or ""),
            "password": unquote(_mail.password or ""),
            "use_tls": _mail.scheme == "smtp+tls",
            "use_ssl": _mail.scheme == "smtp+ssl",
            "timeout": env.int("EMAIL_TIMEOUT", default=15),
        },
    }
}
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="VideoPlanet <noreply@localhost>")

# --- Celery -------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "global_keyprefix": "videoplanet:",
    "socket_connect_timeout": 0.5,
    "socket_timeout": 2,
    # Enqueuing does not retry; the worker's own connection does, by another setting.
    "max_retries": 0,
    "queue_order_strategy": "round_robin",
    # After this time the broker delivers the task of a dead worker again. No task takes longer.
    "visibility_timeout": 3600,
}
CELERY_TASK_PUBLISH_RETRY = False  # the sweep of videoplanet.tasks.work enqueues again
CELERY_TASK_SERIALIZER = "json"
# Tasks that decode pictures and videos have queues and workers of their own, `celery worker -Q
# media,pictures`, so that mails never wait for a video. Such a worker takes from both in turn, so
# that a screenshot does not wait for all the videos in the queue. Whose video is next:
# videos/turns.py.
# Webhooks have a worker with threads, `celery worker -Q webhooks --pool threads`: a receiver may
# keep one waiting for 15 seconds, and neither mails nor other receivers wait for that.
CELERY_TASK_QUEUES = (Queue("celery"), Queue("pictures"), Queue("media"), Queue("webhooks"))
CELERY_TASK_ROUTES = {
    "feedbacks.tasks.*": {"queue": "pictures"},
    "feedbacks.tasks.number_frames": {"queue": "celery"},  # it decodes nothing
    "videos.tasks.process_video": {"queue": "media"},
    "webhooks.tasks.*": {"queue": "webhooks"},
    "webhooks.tasks.send_notice_mails": {"queue": "celery"},  # a mail
}
CELERY_TIMEZONE = "UTC"
# A worker or beat touches it every five seconds, for the health check of its container.
ALIVE_FILE = env.str("ALIVE_FILE", default="")
# Where a worker or beat tells its metrics; servers do so at /metrics (videoplanet/metrics.py).
METRICS_PORT = env.int("METRICS_PORT", default=0)
METRICS_HOST = env.str("METRICS_HOST", default="127.0.0.1")
CELERY_BEAT_SCHEDULE_FILENAME = env.str("BEAT_SCHEDULE_FILE", default="celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-work": {"task": "videoplanet.tasks.work.sweep_work", "schedule": 5.0},
    "heartbeat": {"task": "videoplanet.heartbeats.note_task", "schedule": 10.0},
    "sweep-uploads": {"task": "videos.sweeps.sweep_uploads", "schedule": 900.0},
    "sweep-screenshots": {"task": "feedbacks.sweeps.sweep_screenshots", "schedule": 3600.0},
    "sweep-storage": {"task": "videos.sweeps.sweep_storage", "schedule": 3600.0},
    "sweep-ended-access": {"task": "invitations.sweeps.sweep_ended", "schedule": 60.0},
    "end-expired-tokens": {"task": "tokens.sweeps.end_expired_tokens", "schedule": 60.0},
    "care-for-tokens": {"task": "tokens.sweeps.care_for_tokens", "schedule": 3600.0},
    "sweep-digests": {"task": "notifications.sweeps.sweep_digests", "schedule": 30.0},
    "clear-notifications": {
        "task": "notifications.sweeps.clear_notifications",
        "schedule": 3600.0,
    },
    "sweep-counters": {"task": "videoplanet.db.sweeps.sweep_counters", "schedule": 60.0},
    "sweep-tallies": {"task": "videoplanet.db.sweeps.sweep_tallies", "schedule": 10.0},
    "sweep-webhooks": {"task": "webhooks.sweeps.sweep_webhooks", "schedule": 5.0},
    "prune-deliveries": {"task": "webhooks.sweeps.prune_deliveries", "schedule": 3600.0},
    "prune-events": {"task": "eventlog.sweeps.prune_events", "schedule": 3600.0},
    "clear-idempotency": {
        "task": "videoplanet.idempotency.tasks.clear_idempotency",
        "schedule": 3600.0,
    },
    "clear-sessions": {"task": "users.tasks.clear_sessions", "schedule": 86_400.0},
    "clear-ended-invitations": {
        "task": "invitations.sweeps.clear_ended_invitations",
        "schedule": 86_400.0,
    },
    "clear-admin-log": {"task": "users.tasks.clear_admin_log", "schedule": 86_400.0},
    "clear-sign-ups": {"task": "users.tasks.clear_sign_ups", "schedule": 86_400.0},
}

# --- Accounts: django-allauth headless, app client, stateful JWTs --------------------------------
AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["users.hashers.Argon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Not cached_db: a session that ends while Redis is down would be valid again afterwards.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = int(timedelta(days=env.int("SESSION_DAYS", default=30)).total_seconds())

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "users.forms.SignupForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Seconds. Mails may take longer than allauth's three minutes.
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# None of these counts by the address that is named: strangers could lock its owner out.
# users.code_mails counts mails.
ACCOUNT_RATE_LIMITS = {
    "login": env.str("LOGIN_RATE", default="30/m/ip"),
    "reset_password": "20/m/ip",
    "confirm_email": None,
}
# Eight of the 20 letters of RFC 8628 section 6.1, as BCDF-GHJK.
ALLAUTH_USER_CODE_FORMAT = {"numeric": False, "dashed": True, "length": 8}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ["app"]
HEADLESS_ADAPTER = "users.adapters.HeadlessAdapter"
HEADLESS_TOKEN_STRATEGY = "users.tokens.TokenStrategy"
HEADLESS_JWT_ALGORITHM = "HS256"
HEADLESS_JWT_PRIVATE_KEY = JWT_SIGNING_KEY
HEADLESS_JWT_STATEFUL_VALIDATION_ENABLED = True
HEADLESS_JWT_ACCESS_TOKEN_EXPIRES_IN = int(timedelta(minutes=30).total_seconds())
HEADLESS_JWT_REFRESH_TOKEN_EXPIRES_IN = SESSION_COOKIE_AGE
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{FRONTEND_URL}/account/verify-email/{{key}}",
    "account_reset_password": f"{FRONTEND_URL}/reset",
    "account_reset_password_from_key": f"{FRONTEND_URL}/reset/{{key}}",
    "account_signup": f"{FRONTEND_URL}/signup",
}
# Sign-in with other services; the adapter says what becomes of the addresses that they tell.
SOCIALACCOUNT_ADAPTER = "accounts.adapters.ProviderAdapter"
SIGN_IN_PROVIDERS = sign_in.named(env.str("SIGN_IN_PROVIDERS", default=""))
SOCIALACCOUNT_PROVIDERS = sign_in.providers(env.ENVIRON)
SIGN_IN_MISTAKES = sign_in.mistakes(env.ENVIRON)
# Who is found by an address that is proved has this way to log in from then on.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# Second factors: codes of an app, recovery codes, and passkeys, which are a whole log-in too.
MFA_ADAPTER = "users.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "VideoPlanet"
MFA_TOTP_TOLERANCE = 1  # of half a minute, in each direction: phones' clocks differ
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": ACCOUNT_RATE_LIMITS["login"]}
# Whether the admin takes only people who have a second factor. Who has one is asked for it anyway.
ADMIN_REQUIRES_MFA = env.bool("ADMIN_REQUIRES_MFA", default=False)
GUEST_TOKEN_LIFETIME = timedelta(hours=1)
# How long after its end a guest token can still be exchanged for a new one.
GUEST_RENEWAL_WINDOW = timedelta(days=1)

# --- REST ---------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["users.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["users.permissions.SignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["videoplanet.api.output.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["videoplanet.api.parsing.JSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["videoplanet.api.throttles.WriteThrottle"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "videoplanet.api.errors.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
# For the lists that each process has sent lately (videoplanet/api/list_cache.py).
LIST_CACHE_BYTES = env.int("LIST_CACHE_BYTES", default=32 * 1024 * 1024)
JSON_BODY_MAX_BYTES = 1024 * 1024
# For requests with a screenshot as base64: 10 MiB of picture, and the other fields.
SCREENSHOT_BODY_MAX_BYTES = 15 * 1024 * 1024
# How many writes a signed-in user, and an address without a token, may make (in the notation of
# the package limits).
WRITE_RATE = env.str("WRITE_RATE", default="600/minute")
ANONYMOUS_RATE = env.str("ANONYMOUS_RATE", default="60/minute")
# How often the secrets of links may be tried from one address.
VERIFY_RATE = env.str("VERIFY_RATE", default="60/minute")
# How many exports a user may ask for: one may read a whole project.
EXPORT_RATE = env.str("EXPORT_RATE", default="60/minute")
PERSON_EXPORT_RATE = env.str("PERSON_EXPORT_RATE", default="10/hour")
# How many PDF reports: drawing one takes seconds.
REPORT_RATE = env.str("REPORT_RATE", default="6/minute")
GRAPHQL_RATE = env.str("GRAPHQL_RATE", default="120/minute")
# How many messages a user may have sent to webhooks by hand: tests, and sending again.
WEBHOOK_TEST_RATE = env.str("WEBHOOK_TEST_RATE", default="30/minute")
# How many imports, each of up to 2000 feedbacks, and the largest file in bytes.
IMPORT_RATE = env.str("IMPORT_RATE", default="12/minute")
IMPORT_MAX_BYTES = 2 * 1024**2
# How often the pages behind one address may send what they have measured.
MEASUREMENT_RATE = env.str("MEASUREMENT_RATE", default="600/minute")
IDEMPOTENCY_LIFETIME = timedelta(hours=env.int("IDEMPOTENCY_HOURS", default=24))

SPECTACULAR_SETTINGS = {
    "TITLE": "VideoPlanet Feedback API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": (
        "Review video as a team: feedback at a moment of a video, threads, guests, live events."
    ),
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "COMPONENT_SPLIT_REQUEST": False,
    "COMPONENT_SPLIT_PATCH": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["videoplanet.api.schema.complete", "users.schema.add_allauth"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

CORS_ALLOWED_ORIGINS = env.list("CORS_ALLOWED_ORIGINS", default=[FRONTEND_URL])
if ENVIRONMENT == "development":
    # Vite, Next and others each have a port of their own, and take the next one if it is in use.
    CORS_ALLOWED_ORIGIN_REGEXES = [r"^http://(localhost|127\.0\.0\.1|\[::1\]):\d+$"]
CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_HEADERS = [
    *default_headers,
    "idempotency-key",
    "if-match",
    "if-none-match",
    "last-event-id",
    # allauth's: a mail's code or link, and the session that a token belongs to.
    "x-email-verification-key",
    "x-password-reset-key",
    "x-session-token",
    # Where a browser's refresh token goes: users/browser_sessions.py.
    "x-token-delivery",
]
CORS_EXPOSE_HEADERS = [
    "Content-Disposition",
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "X-Project-Seq",
    "X-Request-Id",
    "X-Unread-Count",
    "X-User-Seq",
]
CORS_PREFLIGHT_MAX_AGE = 86_400
CORS_URLS_REGEX = r"^/(api|media)/.*$"

# --- Limits -------------------------------------------------------------------------------------
VIDEO_MAX_BYTES = env.int("VIDEO_MAX_BYTES", default=20 * 1024**3)
VIDEO_PART_BYTES = 8 * 1024**2
# All videos of a project together, those that are being uploaded with them; 0: no limit.
PROJECT_MAX_BYTES = env.int("PROJECT_MAX_BYTES", default=0)
UPLOAD_LIFETIME = timedelta(hours=env.int("UPLOAD_HOURS", default=24))
# What one step of processing a video may take: seconds of wall-clock time, bytes of address space.
VIDEO_PROCESS_SECONDS = env.int("VIDEO_PROCESS_SECONDS", default=4 * 3600)
VIDEO_PROCESS_MEMORY = env.int("VIDEO_PROCESS_MEMORY", default=3 * 1024**3)
SCREENSHOT_LIFETIME = timedelta(hours=env.int("SCREENSHOT_HOURS", default=24))
SCREENSHOT_MAX_BYTES = 10 * 1024**2
SCREENSHOT_MAX_PIXELS = 40_000_000
PLAYBACK_LIFETIME = timedelta(hours=2)
PROJECTS_PER_USER = env.int("PROJECTS_PER_USER", default=1000)
INVITATION_LIFETIME = timedelta(days=14)
INVITATION_MAX_LIFETIME = timedelta(days=90)
# Invitation mails a day (UTC), so that nobody can use the service for spam.
INVITATIONS_PER_PROJECT = env.int("INVITATIONS_PER_PROJECT", default=500)
INVITATIONS_PER_SENDER = env.int("INVITATIONS_PER_SENDER", default=500)

WEBHOOKS_PER_PROJECT = 10
# Networks to which webhooks may be sent although they are not public.
WEBHOOK_ALLOWED_NETWORKS = env.list(
    "WEBHOOK_ALLOWED_NETWORKS",
    default=[] if ENVIRONMENT == "production" else ["127.0.0.0/8", "::1/128"],
)

# How far back a project's log reaches. What is older is pruned.
EVENT_LIFETIME = timedelta(days=env.int("EVENT_LIFETIME_DAYS", default=365))
# How long the rest is kept: notifications (with people's own streams and sent mails), deliveries of
# webhooks, invitations that ended, the admin's log.
NOTIFICATIONS_READ_LIFETIME = timedelta(days=env.int("NOTIFICATIONS_READ_DAYS", default=90))
NOTIFICATIONS_LIFETIME = timedelta(days=env.int("NOTIFICATIONS_DAYS", default=365))
DELIVERIES_LIFETIME = timedelta(days=env.int("DELIVERIES_DAYS", default=30))
INVITATIONS_LIFETIME = timedelta(days=env.int("INVITATIONS_DAYS", default=365))
ADMIN_LOG_LIFETIME = timedelta(days=env.int("ADMIN_LOG_DAYS", default=730))

# Seconds without a ping after which a socket is closed; clients are asked for one every 60.
SOCKET_SILENCE = env.float("SOCKET_SILENCE", default=90.0)
# Connections (sockets and streams) that one person may have open to one process.
SOCKETS_PER_PERSON = env.int("SOCKETS_PER_PERSON", default=20)

# --- The rest -----------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ko", "한국어")]
LOCALE_PATHS = [BASE_DIR / "videoplanet" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
# In production `collectstatic` fills the folder; elsewhere files are served from the apps.
STATIC_ROOT = BASE_DIR / "staticfiles" if ENVIRONMENT == "production" else None
WHITENOISE_USE_FINDERS = ENVIRONMENT != "production"
# The pages of web/, if they have been built.
_web_root = Path(env.str("WEB_ROOT", default=str(BASE_DIR / "web" / "out")))
WEB_ROOT = _web_root if (_web_root / "script-hashes.json").is_file() else None
WHITENOISE_ROOT = WEB_ROOT

# json: one object a line; text: for people at a terminal. Tracebacks are lines of their own there.
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if ENVIRONMENT == "production" else "text")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "videoplanet.logs.RequestIdFilter"},
        "one_line": {"()": "videoplanet.cache.OneLineFilter"},
        "no_query": {"()": "videoplanet.logs.QueryFilter"},
        "no_health": {"()": "videoplanet.logs.HealthFilter"},
        "no_periodic": {
            "()": "videoplanet.logs.PeriodicFilter",
            "tasks": {entry["task"] for entry in CELERY_BEAT_SCHEDULE.values()},
        },
    },
    "formatters": {
        "json": {"()": "videoplanet.logs.JSONFormatter"},
        "text": {"()": "videoplanet.logs.LineFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": LOG_FORMAT,
        },
        "errors": {"class": "videoplanet.logs.ErrorCounter", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "errors"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        # A 4xx concerns the client, and its access line says it.
        "django.request": {"level": "ERROR", "filters": ["no_health"]},
        # A line every five seconds would hide the others.
        "celery.beat": {"level": "WARNING"},
        "celery.app.trace": {"filters": ["no_periodic"]},
        "celery.worker.strategy": {"filters": ["no_periodic"]},
        "botocore": {"level": "WARNING"},
        "videoplanet.cache": {"filters": ["one_line"]},
        "_granian": {"handlers": ["console"], "propagate": False},
        "uvicorn": {"handlers": ["console"], "propagate": False},
        # The server logs the path of a socket with its query, which may contain a token.
        "uvicorn.error": {"filters": ["no_query"]},
        # The access lines are ours (videoplanet.api.middleware): with the route in place of the
        # path, and the user. A server's own are off, whatever its options say.
        "granian.access": {"handlers": [], "propagate": False},
        "uvicorn.access": {"handlers": [], "propagate": False},
    },
}
