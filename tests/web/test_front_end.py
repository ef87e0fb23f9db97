"""What web/ tests by itself: slices and functions in Node, components in a real browser."""

from devstack import node


def test_the_parts_of_the_front_end_pass_their_own_tests(chromium):
    node.run(*node.command("vitest", "vitest.mjs", "run"), **chromium)
