"""What grows with the number of rows: run as `python -m bench.growth`."""
