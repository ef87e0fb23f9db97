"""Feedback at a moment of a video: text, drawing, priority, tags, status, reactions."""
