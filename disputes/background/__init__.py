"""What workers do by themselves, and what watches over them."""
