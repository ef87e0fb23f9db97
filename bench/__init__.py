"""Measurements over HTTP: `make bench`."""
