"""The product's settings with a channel layer, for the yardstick of `bench.realtime.grouped`."""

from videoplanet.settings import *  # noqa: F403
from videoplanet.settings import REDIS_URL

CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
}
