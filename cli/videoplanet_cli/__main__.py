"""`python -m videoplanet_cli` is `vp`."""

from videoplanet_cli.main import main

main()
