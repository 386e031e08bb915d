"""The parts of a case PDF, in the words of the pages."""
