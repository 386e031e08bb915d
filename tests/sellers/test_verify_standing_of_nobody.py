"""`manage.py verify_standing` where there is no store yet."""

import pytest

from tests.sellers.test_verify_standing import verify

pytestmark = pytest.mark.django_db


def test_before_anything_has_happened() -> None:
    assert verify().startswith("0 stores, 0 entries")
