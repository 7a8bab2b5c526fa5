"""Tests in a real browser."""

import pytest

# A failed check there says what was found.
pytest.register_assert_rewrite("tests.e2e.looks")
