"""What holds for the whole code and the whole site, whichever app it lies in."""
