"""The verbs: every change of a case is one public function here or in `arbitration.services`."""
