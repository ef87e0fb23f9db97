"""What a developer's machine needs to run VideoPlanet: engines, a supervisor, a test plugin.

Nothing in the product imports this package, and production does not install what it uses.
"""
