"""What people do: each verb is one public function."""
