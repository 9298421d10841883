"""Parameters without a value, values that nobody confirmed, and a round without content."""

from collections.abc import Iterator

from procurement.rules.design import Design, Entries, undecided
from procurement.rules.findings import Finding, error, warning
from procurement.rules.text import Text


def findings(design: Design, entries: Entries) -> Iterator[Finding]:
    """One error a key without a value; one warning for all that is taken on trust."""
    blanks = {blank.key: blank for blank in design.book.blanks}
    for key in undecided(design):
        if key in blanks:
            title, why = blanks[key].title, blanks[key].why
            yield error(
                key,
                Text(f"“{title.zh}”没有取值：{why.zh}。", f"“{title.en}” has no value: {why.en}."),
                Text("请由本轮次决定并写明理由。", "Decide it for this round, and say why."),
            )
        else:
            yield error(
                key,
                Text(
                    f"“{key}”在{design.day}尚无取值。",
                    f"“{key}” has no value on {design.day} yet.",
                ),
                Text("请改用其后的日期或另选规则。", "Take a later day or another rulebook."),
            )
    yield from _trusted(entries)
    yield from _content(design)


def _trusted(entries: Entries) -> Iterator[Finding]:
    """Values that the office could decide and left as they are."""
    open_ = [
        entry for entry in entries.values() if entry.is_parameter and entry.evidence != "decided"
    ]
    if open_:
        zh, en = "、".join(one.title.zh for one in open_), "; ".join(one.title.en for one in open_)
        yield warning(
            "parameters",
            Text(
                f"{len(open_)}个参数沿用尚未证实或平台建议的取值：{zh}。",
                f"Parameters left at values that are unconfirmed or only proposed: {len(open_)} "
                f"({en}).",
            ),
            Text(
                "请逐一核对，可以决定的写明理由。",
                "Look at each of them, and decide with a reason what you can.",
            ),
        )


def _content(design: Design) -> Iterator[Finding]:
    """There is something to buy."""
    if not design.products:
        yield error(
            "products",
            Text("本轮次没有品种。", "The round has no products."),
            Text(
                "请上传品种目录，或取自另一轮次。",
                "Upload the catalogue, or take that of another round.",
            ),
        )
