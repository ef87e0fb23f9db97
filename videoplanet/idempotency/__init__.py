"""`Idempotency-Key`: the first answer is given again."""
