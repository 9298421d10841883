"""Every mistake that a demand table or its settings can have, one at a time, and all at once."""

import pytest

from procurement.exchange import volumes
from procurement.exchange.tables import MAX_SIZE
from procurement.rules.text import Refused

JOINTS = "region,hospital,category,group,unit,firm,quantity,selected,rank,price"
SOUND = f"""{JOINTS}
110000,H1,knee,limbs,A,R1,100,1,1,4000
110000,H1,knee,limbs,A,R2,80,1,2,4300
110000,H1,knee,limbs,A,other,30,0,,
"""
RULES = {
    "joints-2021": (),
    "insulin-2024": ("pool.scope=none",),
    "ivus-2024": ("pool.scope=category",),
}


def refused(text, rules="joints-2021", settings=(), name="t.csv"):
    """The faults as (rule, place), each said in both languages."""
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(Refused) as caught:
        volumes.work_out(rules, settings, name, content)
    assert all(fault.text.zh and fault.text.en for fault in caught.value.faults)
    return [(fault.rule, fault.place) for fault in caught.value.faults]


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("region,", "colour,", ("unknown_column", "t.csv:1")),
        ("rank,price", "rank,rank", ("duplicate_column", "t.csv:1")),
        ("group,unit", "group,group", ("duplicate_column", "t.csv:1")),
        ("knee,limbs,A,R1", ",limbs,A,R1", ("blank", "t.csv:2")),
        ("A,other", "A,", ("blank", "t.csv:4")),
        ("R1,100", "R1,", ("blank", "t.csv:2")),
        ("R1,100", "R1,-1", ("negative", "t.csv:2")),
        ("R1,100", "R1,1.5", ("whole_number", "t.csv:2")),
        ("110000,H1,knee,limbs,A,R1", "990000,H1,knee,limbs,A,R1", ("region", "t.csv:2")),
        ("other,30,0", "other,30,", ("blank", "t.csv:4")),
        ("other,30,0", "other,30,no", ("flag", "t.csv:4")),
        ("1,4000", "0,4000", ("whole_number", "t.csv:2")),
        ("1,4000", "1,free", ("price", "t.csv:2")),
        ("1,4000", "1,-4", ("negative", "t.csv:2")),
        ("1,4000", "1,", ("needed", "t.csv:2")),
        ("1,1,4000", "1,,4000", ("needed", "t.csv:2")),
        ("2,4300", "1,4300", ("rank", "t.csv:3")),
        ("limbs,A,R2", "trunk,A,R2", ("contradiction", "t.csv:3")),
        ("2,4300", "2,4300,more", ("width", "t.csv:3")),
        ("A,R2,80,1,2,4300", "A,R1,80,1,1,4000", ("duplicate", "t.csv:3")),
        (
            "H1,knee,limbs,A,R2,80,1,2,4300",
            "H2,knee,limbs,A,R1,80,1,3,",
            ("contradiction", "t.csv:3"),
        ),
    ],
)
def test_one_mistake_is_one_fault(before, after, fault):
    assert before in SOUND
    assert refused(SOUND.replace(before, after, 1)) == [fault]


def test_the_table_without_a_mistake_is_sound():
    assert volumes.work_out("joints-2021", (), "t.csv", SOUND.encode()).holds


@pytest.mark.parametrize(
    ("rules", "table", "fault"),
    [
        ("ivus-2024", "price,cut\nx,a,9,1,5,100", ("cut", "t.csv:2")),
        ("ivus-2024", "price,cut\nx,a,9,1,5,deep", ("cut", "t.csv:2")),
        ("ivus-2024", "price,cut\nx,a,9,1,5,47.9", ("by_cut", "t.csv:2")),
        ("ivus-2024", "price,cut\nx,a,9,1,5,", ("needed", "t.csv:2")),
        ("ivus-2024", "price,cut\nx,a,9,1,,50", ("needed", "t.csv:2")),
        ("ivus-2024", "price,ceiling,cut\nx,a,9,1,5,10,50", ("ceiling", "t.csv:2")),
        ("ivus-2024", "price,ceiling\nx,a,9,1,5,much", ("price", "t.csv:2")),
        ("insulin-2024", "price,class\nx,a,9,1,5,D", ("class", "t.csv:2")),
        ("insulin-2024", "price,class\nx,a,9,1,5,", ("needed", "t.csv:2")),
        ("insulin-2024", "price,class\nx,a,9,1,5,A", ("class", "t.csv:2")),
        ("insulin-2024", "price,class\nx,a,9,1,5,C\nx,b,9,1,6,B", ("class", "t.csv:2")),
        ("insulin-2024", "price,class,revived\nx,a,9,1,5,B,x", ("flag", "t.csv:2")),
        ("yangtze-delta-2022", "price\nx,a,9,1,5", ("needed", "t.csv:2")),
        ("yangtze-delta-2022", "price,former\nx,a,9,1,5,x", ("flag", "t.csv:2")),
        ("formula-granules-2023", "region,price,rank\nx,a,9,1,140000,5,1", ("needed", "t.csv:2")),
        (
            "formula-granules-2023",
            "price,rank,capacity\nx,a,9,1,5,1,7",
            ("needed", "t.csv:2"),
        ),
        (
            "formula-granules-2023",
            "region,price,rank,capacity\nx,a,9,1,140000,5,1,-7",
            ("negative", "t.csv:2"),
        ),
        (
            "formula-granules-2023",
            "region,price,rank,capacity,serves\nx,a,9,1,140000,5,1,7,140000|1",
            ("region", "t.csv:2"),
        ),
    ],
)
def test_what_a_rulebook_needs_is_asked_for(rules, table, fault):
    text = f"category,firm,quantity,selected,{table}\n"
    assert fault in refused(text, rules, RULES.get(rules, ()))


def test_more_winners_than_the_table_has_rows_for_are_refused():
    rows = "".join(f"x,W{n},9,1,{n}\n" for n in range(1, 12))
    text = f"category,firm,quantity,selected,price\n{rows}"
    found = refused(text, "intraocular-lens-2020")
    assert found == [("by_number", f"t.csv:{line}") for line in range(2, 13)]


@pytest.mark.parametrize(
    ("content", "name", "fault"),
    [
        (b"", "t.csv", ("empty", "t.csv")),
        (b"category,firm,quantity,selected\n", "t.csv", ("empty", "t.csv")),
        (b"category,firm,quantity\nx,a,9\n", "t.csv", ("missing_column", "t.csv:1")),
        (b"category,firm\n", "t.txt", ("file_type", "t.txt")),
        (b"\xff\xff", "t.csv", ("file_type", "t.csv")),
        (b'x,"y', "t.csv", ("csv", "t.csv:1")),
        (b" " * (MAX_SIZE + 1), "t.csv", ("file_size", "t.csv")),
    ],
)
def test_a_file_that_is_no_table_is_refused(content, name, fault):
    assert refused(content, name=name) == [fault]


@pytest.mark.parametrize(
    ("rules", "settings", "fault"),
    [
        ("joints-2019", (), ("rulebook", "joints-2019")),
        ("national-drug-5", (), ("rulebook", "national-drug-5")),
        ("", (), ("rulebook", "--rules")),
        ("ivus-2024", (), ("blank", "ivus-2024 [pool.scope]")),
        ("ivus-2024", ("pool.scope",), ("setting", "pool.scope")),
        ("ivus-2024", ("pool.scope=sky",), ("value", "ivus-2024 [pool.scope]")),
        ("joints-2021", ("=1",), ("setting", "=1")),
        (
            "joints-2021",
            ("volume.committed_share=1",),
            ("decision", "joints-2021 [volume.committed_share]"),
        ),
        ("joints-2021", ("colour=red",), ("decision", "joints-2021 [colour]")),
    ],
)
def test_rules_that_cannot_be_applied_are_refused(rules, settings, fault):
    assert fault in refused(SOUND, rules, settings)


def test_a_blank_of_what_the_table_answers_need_not_be_set():
    found = volumes.work_out("joints-2021", (), "t.csv", SOUND.encode())
    assert found.applied.chosen == ()
    assert all(not entry.key.startswith("selection") for entry in found.clauses)


def test_every_blank_of_volume_and_pool_is_asked_for_at_once():
    found = refused(SOUND, "consumables-6-2026")
    assert [place for _, place in found] == [
        f"consumables-6-2026 [{key}]"
        for key in (
            "volume.committed_share",
            "volume.by_rank",
            "pool.scope",
            "pool.members",
            "pool.forbidden_targets",
        )
    ]


def test_a_batch_of_which_little_is_known_runs_once_everything_is_set():
    settings = (
        "volume.committed_share = 1",
        "volume.by_rank = [[0.9, 0.1], [0.8, 0.2]]",
        "pool.scope = category",
        'pool.members = ["given", "unselected"]',
        "pool.forbidden_targets = []",
    )
    found = volumes.work_out("consumables-6-2026", settings, "t.csv", SOUND.encode())
    assert [line.base for line in found.lines] == [90, 64, 0]
    assert len(found.applied.chosen) == 5
    assert found.holds


def test_no_more_is_worked_out_than_was_allowed():
    assert volumes.work_out("joints-2021", (), "t.csv", SOUND.encode(), most=2).holds
    with pytest.raises(Refused, match=r"2, more than 1; work it out in parts"):
        volumes.work_out("joints-2021", (), "t.csv", SOUND.encode(), most=1)


def test_faults_of_rules_and_table_are_told_together():
    text = SOUND.replace("R1,100", "R1,x").replace("other,30,0", "other,30,no")
    assert refused(text, "ivus-2024") == [
        ("blank", "ivus-2024 [pool.scope]"),
        ("whole_number", "t.csv:2"),
        ("flag", "t.csv:4"),
    ]


def test_blank_columns_at_the_end_and_short_rows_do_not_matter():
    text = "category,firm,quantity,selected,rank,price,,\n\nx,a,9,1,1,5,,\nx,b,9,0\n"
    found = volumes.work_out("joints-2021", (), "t.csv", text.encode())
    assert [line.base for line in found.lines] == [9, 0]
