"""What stands in the admin. Whatever is not registered here has no address there."""

from arbitration.admin import cases, catalogue, policies, records

__all__ = ["cases", "catalogue", "policies", "records"]
