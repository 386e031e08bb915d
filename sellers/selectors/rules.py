"""The rules of the catalogue as they are now."""

from django.db.models import QuerySet

from sellers.models import Rule


def latest_rules() -> QuerySet[Rule]:
    """The latest version of each rule, also of those that are switched off."""
    return Rule.objects.order_by("code", "-version").distinct("code")


def rules_in_force() -> list[Rule]:
    """Those that are not switched off, what costs most first."""
    in_force = (rule for rule in latest_rules() if rule.active)
    return sorted(in_force, key=lambda rule: (-rule.points, rule.pk))
