"""The development Valkey is as bounded as the one of docker-compose.yml."""

from pathlib import Path

import yaml
from django.core.cache import cache

CHECKOUT = Path(__file__).parents[2]


def test_its_memory_has_the_same_bound() -> None:
    services = yaml.safe_load((CHECKOUT / "docker-compose.yml").read_text())["services"]
    program, *words = services["valkey"]["command"].split()
    options = dict(zip(words[::2], words[1::2], strict=True))
    config = cache.client.get_client().config_get("maxmemory*")

    assert program == "valkey-server"
    assert options == {"--maxmemory": "256mb", "--maxmemory-policy": config["maxmemory-policy"]}
    assert int(config["maxmemory"]) == 256 * 2**20
