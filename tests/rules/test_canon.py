"""Canonical JSON has one byte string for one value."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from procurement.rules import canon


def test_the_order_of_keys_does_not_matter_and_chinese_stays_readable():
    assert canon.encode({"b": [1, None, True], "a": "阿卡波糖"}) == (
        '{"a":"阿卡波糖","b":[1,null,true]}'.encode()
    )
    assert canon.encode({"a": 1, "b": 2}) == canon.encode({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [0.1, 1.0, 1e30, float("nan"), float("inf"), [{"x": -0.5}]])
def test_a_float_is_refused_wherever_it_hides(value):
    with pytest.raises(ValueError, match="not a whole number"):
        canon.encode(value)


def test_the_same_moment_reads_the_same_in_every_time_zone():
    shanghai = datetime(2020, 1, 17, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    assert canon.instant(shanghai) == "2020-01-17T01:30:00.000000+00:00"
    assert canon.instant(shanghai) == canon.instant(datetime(2020, 1, 17, 1, 30, tzinfo=UTC))


def test_a_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        canon.instant(datetime(2020, 1, 17, 9, 30))  # noqa: DTZ001 - the mistake under test


def test_a_digest_is_plain_sha256():
    assert canon.digest(b"abc").startswith("ba7816bf8f01cfea")
