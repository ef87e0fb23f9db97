"""Videos: upload, processing, versions, reviews, playback."""
