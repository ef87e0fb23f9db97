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
    site = (CHECKOUT / "deploy/nginx.conf").read_text()
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
    for written, here in changes.items():
        if written not in site:
            raise StackError(f"deploy/nginx.conf has no {written!r}")
        site = site.replace(written, here)
    (folder / "site.conf").write_text(site)
    main = folder / "nginx.conf"
    main.write_text(
        # Started by root, its workers would else be somebody who can't reach the folder. As in
        # the official image, what the site doesn't say itself is logged with the query.
        "user root;\nworker_processes 2;\ndaemon off;\n"
        f"pid {folder}/pid;\nerror_log {folder}/main.log notice;\nevents {{}}\n"
        f"http {{\n    log_format main '$request $http_referer';\n"
        f"    access_log {folder}/main-access.log main;\n"
        + "".join(
            f"    {kind}_temp_path {folder}/{kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"    include {folder}/site.conf;\n}}\n"
    )
    return main


def service(main: Path, port: int, *, layer: int = 0) -> Service:
    """Describe nginx with a main file that `write` wrote."""
    return Service(
        name="gateway",
        argv=(nginx(), "-e", str(main.with_name("main.log")), "-c", str(main)),
        is_ready=lambda: accepts_connections(port),
        layer=layer,
    )
