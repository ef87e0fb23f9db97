"""Changes to an account that show in other apps. It is above them all, so it may import them."""
