"""Feedback as files for other programs; docs/exports.md says what each format keeps and loses.

The writers are our own (docs/decisions/0036): each yields its file in pieces, so that one with
10,000 markers needs no more memory than one with ten.
"""
