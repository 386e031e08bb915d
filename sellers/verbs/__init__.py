"""What people do about rules, penalties and appeals: each verb is one public function."""
