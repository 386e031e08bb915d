"""The platform's powers over a case: deadlines, assignment, rulings."""
