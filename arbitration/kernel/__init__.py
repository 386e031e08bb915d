"""What the verbs of the platform share: who may judge, and what a ruling must hold."""
