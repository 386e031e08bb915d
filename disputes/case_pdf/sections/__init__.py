"""The parts of a case file, in the words of the pages."""
