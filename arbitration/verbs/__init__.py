"""What people of the platform do: each verb is one public function."""
