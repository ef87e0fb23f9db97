"""What an account does across apps: it stands above them all, so that it may know them all."""
