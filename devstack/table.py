"""The table that `make run` prints once everything answers."""

from __future__ import annotations

from collections.abc import Mapping

PASSWORD = "videoplanet-demo"
LOGINS = {
    "owner@example.com": "admin of the demo project",
    "editor@example.com": "editor",
    "reviewer@example.com": "reviewer",
    "viewer@example.com": "viewer",
    "outsider@example.com": "in no project",
    "admin@example.com": "for Django's admin",
}


def table(env: Mapping[str, str], url: str, status_url: str, mail_viewer: str | None) -> str:
    """Draw addresses and demo logins in a box as wide as its longest line."""
    addresses = {
        "Review room": url,
        "Start page": f"{url}/api",
        "API docs": f"{url}/api/docs",
        "Admin": f"{url}/admin/",
        "Health": status_url,
        "Mails": mail_viewer or env["EMAIL_URL"],
        "S3": env["S3_ENDPOINT_URL"],
        "Redis": env["REDIS_URL"],
        "Database": env["DATABASE_URL"],
    }
    logins = {"Password": f"{PASSWORD}   (of each of these)", **LOGINS}
    name_width = max(len(name) for name in (*addresses, *logins))
    sections = [
        [f"{name:<{name_width}}  {value}" for name, value in section.items()]
        for section in (addresses, logins)
    ]
    width = max(len(line) for section in sections for line in section)
    rule = "─" * (width + 2)
    bodies = ("\n".join(f"│ {line:<{width}} │" for line in section) for section in sections)
    return f"┌{rule}┐\n" + f"\n├{rule}┤\n".join(bodies) + f"\n└{rule}┘\nCtrl-C stops everything."
