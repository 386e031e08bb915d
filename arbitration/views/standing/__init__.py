"""The supervisors' side of the standing of stores."""
