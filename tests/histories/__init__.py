"""Random histories: a state machine over all verbs, beside a plain model of the design."""
