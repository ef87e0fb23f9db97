"""`vp`: VideoPlanet at the command line (docs/cli.md)."""
