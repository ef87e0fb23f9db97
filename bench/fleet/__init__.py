"""Production's processes under the load of people: run as `python -m bench.fleet`."""
