"""Access tokens for programs: personal ones, and those of projects."""
