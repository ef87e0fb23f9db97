"""Feedback from files of other programs; docs/imports.md says what is read of each.

A file is text in one of several encodings (`encoding`). `reading` finds out which form it has, has
each of its lines read (`tables`, `edl`, `exported_json`) and checked (`rows`, `moments`).
"""
