"""What buyers do before there is a case."""
