# One image for all processes; docker-compose.yml says which command each runs. The gateway has one of
# its own, for the files of the pages.
FROM node:24-slim AS web
WORKDIR /web
COPY web/package.json web/package-lock.json ./
RUN npm ci --ignore-scripts
COPY web .
ENV NEXT_TELEMETRY_DISABLED=1
RUN npm run build && find out -type f \( -name '*.js' -o -name '*.css' -o -name '*.html' -o -name '*.txt' \) \
    -exec gzip --keep --best {} +

FROM nginx:1.29-alpine AS gateway
COPY --from=web /web/out/_next /usr/share/nginx/web/_next
# nginx runs without root; a volume that is mounted there takes over the owner.
RUN install -d -o 101 -g 101 /var/cache/nginx

FROM python:3.13-slim AS build
COPY --from=ghcr.io/astral-sh/uv:0.13 /uv /bin/uv
WORKDIR /app
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev

FROM python:3.13-slim AS service
# pg_dump and pg_restore of compose's PostgreSQL, for manage.py backup; Debian's own are older.
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-common ca-certificates \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-18 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 1000 --create-home videoplanet && install -d -o 1000 -g 1000 /work
WORKDIR /app
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1
COPY --from=build /app/.venv .venv
# .dockerignore leaves out everything but the product.
COPY . .
COPY --from=web /web/out web/out
# This key is only for collectstatic, which needs none but whose settings don't load without one.
RUN ENVIRONMENT=production SECRET_KEY=build \
    python manage.py collectstatic --noinput --skip-checks
ARG COMMIT=
ENV COMMIT=$COMMIT
USER videoplanet
EXPOSE 8000
ENV GRANIAN_HOST=0.0.0.0 UVICORN_HOST=0.0.0.0
# What the servers say before our settings are loaded is JSON, too.
ENV GRANIAN_LOG_CONFIG=/app/videoplanet/server-logs.json \
    UVICORN_LOG_CONFIG=/app/videoplanet/server-logs.json
CMD ["granian", "--interface", "wsgi", "--no-ws", "--workers", "1", "--respawn-interval", "30", "--respawn-failed-workers", "--blocking-threads", "2", "--workers-kill-timeout", "30", "videoplanet.wsgi:application"]
