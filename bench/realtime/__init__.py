"""What sockets cost: `python -m bench.realtime`."""
