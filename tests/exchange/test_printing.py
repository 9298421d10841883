"""How numbers, days and nothing at all look on paper and on screen."""

from datetime import UTC, date, datetime
from fractions import Fraction

import jinja2
import pytest

from procurement.exchange import printing


@pytest.mark.parametrize(
    ("written", "reads"),
    [
        ("2_345 | share(10_000)", "23.45%"),
        ("2 | share(3)", "66.67%"),
        ("0 | share(3, 0)", "0%"),
        ("2 | share(0)", "—"),
        ("none | share(3)", "—"),
        ("ratio | percent", "-0.50%"),
        ("(ratio / 1000) | percent", "0.00%"),
        ("none | percent", "—"),
        ("1234567 | count", "1,234,567"),
        ("none | count", "—"),
        ("123456 | money", "1,234.56"),
        ("none | money", "—"),
        ("123456789 | wan", "123.46"),
        ("none | wan", "—"),
        ("10000 | capitals", "壹佰元整"),
        ("180667 | price", "0.1807"),
        ("180667 | price(exact=true)", "0.180667"),
        ("none | price", "—"),
        ("25431 | comparable", "2.5431"),
        ("none | comparable", "—"),
        ("score | points", "85.5"),
        ("(score * 0) | points", "0"),
        ("opening | day", "2020-01-17"),
        ("late | day", "2020-01-18"),
        ("none | day", "—"),
        ("late | chinese_day", "2020年1月18日"),
        ("late | instant", "2020-01-18 01:00:00"),
        ("('650000' | region).zh", "新疆（含兵团）"),
    ],
)
def test_a_filter_reads(written, reads):
    template = printing.environment().from_string(f"{{{{ {written} }}}}")
    facts = {
        "ratio": Fraction(-1, 200),
        "score": Fraction(171, 2),
        "opening": date(2020, 1, 17),
        "late": datetime(2020, 1, 17, 17, tzinfo=UTC),
    }
    assert template.render(facts) == reads


def test_what_is_missing_is_an_error_and_what_is_foreign_is_escaped():
    environment = printing.environment()
    assert environment.from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"
    with pytest.raises(jinja2.UndefinedError):
        environment.from_string("{{ nobody }}").render()


def test_every_evidence_mark_has_a_name_and_a_meaning():
    assert printing.EVIDENCE.keys() == printing.EVIDENCE_MEANS.keys()
