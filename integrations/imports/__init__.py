"""Feedback from files of other programs; docs/imports.md says what is read of each.

A file is text in one of several encodings (`encoding`). `reading` finds out which form it has, and
has each of its lines read (`tables`, `edl`) and checked (`rows`).
"""
