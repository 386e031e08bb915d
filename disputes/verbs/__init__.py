"""What people do: each verb of a case is one public function, with its declaration above it."""
