"""Projects, their members and roles, and their videos."""
