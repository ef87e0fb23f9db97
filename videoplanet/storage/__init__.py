"""The object storage: S3, signed URLs, deletions."""
