"""What `make check` says about the sizes of files and functions."""

from pathlib import Path

from devstack.check_sizes import too_long


def test_a_file_and_a_function_within_bounds_pass(tmp_path: Path) -> None:
    file = tmp_path / "short.py"
    file.write_text("def f():\n" + "    pass\n" * 44 + "\n" * 305)

    assert list(too_long(file)) == []


def test_a_file_and_a_function_one_line_too_long_are_named(tmp_path: Path) -> None:
    file = tmp_path / "long.py"
    file.write_text("async def f():\n" + "    pass\n" * 45 + "\n" * 305)

    assert list(too_long(file)) == [
        f"{file}: 351 lines, at most 350",
        f"{file}:1: f has 46 lines, at most 45",
    ]
