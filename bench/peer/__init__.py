"""Side by side with Kitsu's API: run as `python -m bench.peer`."""
