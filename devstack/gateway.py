"""nginx with deploy/nginx.conf on this machine: for `make run-fleet` and for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from devstack.engines import CHECKOUT
from devstack.packages import program
from devstack.service import HOST, Service, StackError, accepts_connections


def nginx() -> str:
    """Return nginx's path. Raises NoProgramError where there is none."""
    return program("nginx", "nginx", "nginx-common")


def upstreams(rest: Sequence[int], sockets: Sequence[int], storage: str) -> str:
    """Return the text of deploy/upstreams.conf for processes on these ports of this machine."""
    groups = {
        "rest": [f"{HOST}:{port}" for port in rest],
        "sockets": [f"{HOST}:{port}" for port in sockets],
        "storage": [storage],
    }
    return "".join(
        f"upstream {name}_processes {{\n"
        + "".join(f"    server {address} max_fails=0;\n" for address in addresses)
        + f'}}\nmap "" ${name} {{\n    default {name}_processes;\n}}\n'
        for name, addresses in groups.items()
    )


def write(folder: Path, *, plain: int, port: int, upstreams: str, **more: str) -> Path:
    """Write the configuration into a folder; return nginx's main file.

    `plain` and `port` take the places of 80 and of 443, which has no TLS here. `more` replaces
    texts of deploy/nginx.conf.
    """
    (folder / "upstreams.conf").write_text(upstreams)
    (folder / "cache").mkdir(exist_ok=True)
    changes: Mapping[str, str] = {
        "listen 80;": f"listen {HOST}:{plain};",
        "listen 443 ssl http2;": f"listen {HOST}:{port};",
        "    ssl_certificate /etc/nginx/tls/fullchain.pem;\n": "",
        "    ssl_certificate_key /etc/nginx/tls/privkey.pem;\n": "",
        "/etc/nginx/upstreams.conf": f"{folder}/upstreams.conf",
        "/var/log/nginx": str(folder),
        "/var/cache/nginx/media": f"{folder}/cache",
        "/usr/share/nginx/web": str(CHECKOUT / "web" / "out"),
        **more,
    }
    (folder / "site.conf").write_text(_changed("nginx.conf", changes))
    main = folder / "nginx.conf"
    # Started by root, its workers would else be somebody who can't reach the folder.
    main.write_text("user root;\ndaemon off;\n" + _main_file(folder))
    return main


def _main_file(folder: Path) -> str:
    """Return deploy/nginx-main.conf with all files in the folder.

    As in the official image, what the site doesn't say itself is logged with the query.
    """
    temporary = "".join(
        f"    {kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return _changed(
        "nginx-main.conf",
        {
            "/run/nginx.pid": f"{folder}/pid",
            "/var/log/nginx/error.log": f"{folder}/main.log",
            "    include /etc/nginx/mime.types;\n": "",
            "    include /etc/nginx/conf.d/*.conf;\n": (
                "    log_format main '$request $http_referer';\n"
                f"    access_log {folder}/main-access.log main;\n"
                f"{temporary}    include {folder}/site.conf;\n"
            ),
        },
    )


def _changed(name: str, changes: Mapping[str, str]) -> str:
    """Return a file of deploy/ with other texts. Raises StackError if it lacks one of them."""
    text = (CHECKOUT / "deploy" / name).read_text()
    for written, here in changes.items():
        if written not in text:
            raise StackError(f"deploy/{name} has no {written!r}")
        text = text.replace(written, here)
    return text


def service(main: Path, port: int, *, layer: int = 0) -> Service:
    """Describe nginx with a main file that `write` wrote."""
    return Service(
        name="gateway",
        argv=(nginx(), "-e", str(main.with_name("main.log")), "-c", str(main)),
        is_ready=lambda: accepts_connections(port),
        layer=layer,
    )
