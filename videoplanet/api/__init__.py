"""What every endpoint shares: errors, parsing, rendering, paging, versions, idempotency, limits."""
