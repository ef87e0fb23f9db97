#!/usr/bin/env bash
# Starts all of docker-compose.yml with keys made for this, uses it through the gateway, and removes
# it. CI runs this in a fresh clone; it needs Docker Compose 2.24 or later and openssl.
set -euo pipefail
cd "$(dirname "$0")/.."
if [ -e .env ] || [ -e deploy/tls ]; then
    echo "There is a .env or deploy/tls already: this would replace them." >&2
    exit 1
fi

random() { openssl rand -hex 32; }
sed -E \
    -e 's|^PUBLIC_URL=.*|PUBLIC_URL=https://review.test|' \
    -e "s|^SECRET_KEY=$|&$(random)|" \
    -e "s|^JWT_SIGNING_KEY=$|&$(random)|" \
    -e "s|^GUEST_TOKEN_KEY=$|&$(random)|" \
    -e "s|^MEDIA_SIGNING_KEY=$|&$(random)|" \
    -e "s|^WEBHOOK_KEY=$|&$(random)|" \
    -e "s|^POSTGRES_PASSWORD=$|&$(random)|" \
    -e "s|^S3_SECRET_ACCESS_KEY=$|&$(random)|" \
    .env.example > .env
mkdir deploy/tls
openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=review.test \
    -keyout deploy/tls/privkey.pem -out deploy/tls/fullchain.pem 2> deploy/tls/log
chmod 755 deploy/tls
chmod 644 deploy/tls/*.pem

finish() {
    status=$?
    [ $status -eq 0 ] || docker compose logs --tail 50
    docker compose down --volumes --remove-orphans
    rm -rf .env deploy/tls
    exit $status
}
trap finish EXIT

COMMIT=$(git rev-parse HEAD)
export COMMIT
docker compose up --build --wait --wait-timeout 300

# Production refuses to be at a local address.
ask() { curl --resolve review.test:443:127.0.0.1 --insecure --silent --show-error --fail --retry 5 --retry-all-errors "$@"; }
ask https://review.test/healthz
ask --output /dev/null https://review.test/login
ask --output /dev/null https://review.test/api/schema
# Every part of the service, its storage and the workers of each queue: 503 if one is missing.
docker compose exec -T rest-1 python - << 'PYTHON'
import json, time, urllib.error, urllib.request

for attempt in range(30):
    try:
        answer = urllib.request.urlopen("http://127.0.0.1:8000/statusz")
        break
    except urllib.error.HTTPError as error:
        answer = error
        time.sleep(3)
status = json.load(answer)
print(json.dumps(status, indent=1))
raise SystemExit(status["missing"] and f"missing: {status['missing']}")
PYTHON
