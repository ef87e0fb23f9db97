"""What an operator does with the whole service: back it up, restore it, look at it, rotate keys."""
