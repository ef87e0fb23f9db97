"""Threads under a feedback: comments, replies, mentions, reactions."""
