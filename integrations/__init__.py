"""Feedback and events leave for other programs: exports."""
