"""What bench/migrations.py adds to the product."""
