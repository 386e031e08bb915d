"""What the platform's processes and queues are doing, for monitoring and for staff."""
