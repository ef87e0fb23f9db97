"""Changes to an account that show in other apps. This app is above them all and may import them."""
