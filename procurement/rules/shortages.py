"""What a lot is short of, in words with the numbers."""

from collections.abc import Mapping

from procurement.rules.codes import REGIONS
from procurement.rules.text import Text
from solver.shortages import Lack, Shortage

type Names = Mapping[str, str]

SHORTAGES: dict[Lack, Text] = {
    Lack.CAPACITY: Text(
        "约定采购量共{needed}，各企业申报产能合计只有{available}",
        "{needed} units are agreed, and all capacities together are {available}",
    ),
    Lack.CAPACITY_BY_PRICE: Text(
        "低价企业的产能限制了其后各家：高价者不得多于低价者，各家最多合计供应{available}，"
        "约定采购量为{needed}",
        "the capacity of a low price limits all higher prices, which may not get more: together at "
        "most {available} of the {needed} units agreed",
    ),
    Lack.COUNTS_LEAST: Text(
        "{place}至少须供应{needed}个地区，可供应的只有{available}个",
        "{place} must supply at least {needed} regions, and there are {available}",
    ),
    Lack.COUNTS_MOST: Text(
        "共有{needed}个地区，各企业最多供应的地区数合计只有{available}个",
        "there are {needed} regions, and all firms together may supply {available}",
    ),
    Lack.BANDS_LEAST: Text(
        "各顺位份额下限合计{needed}，超过约定采购量{available}",
        "the least shares of all ranks make {needed} units, more than the {available} agreed",
    ),
    Lack.BANDS_MOST: Text(
        "各顺位份额上限合计只有{available}，不足约定采购量{needed}",
        "the largest shares of all ranks make {available} units, and {needed} are agreed",
    ),
    Lack.REGION: Text(
        "{place}约定采购量为{needed}，可供应该地区的企业最多能供{available}",
        "{needed} units are agreed in {place}, and those who may supply it have room for "
        "{available}",
    ),
    Lack.NAMED: Text(
        "指定{place}品牌的量为{needed}，而其最多可供{available}",
        "{needed} units name the brand of {place}, which may supply {available}",
    ),
    Lack.SHARES: Text(
        "各家在份额上限与产能之内最多合计供应{available}，约定采购量为{needed}",
        "within the largest share and their capacities all control groups together may supply "
        "{available} of the {needed} units agreed",
    ),
    Lack.GROUPS: Text(
        "每个地区需要{needed}家互不关联的企业供应与备供，实际只有{available}家",
        "supplying and backing up a region takes {needed} independent firms; there are {available}",
    ),
    Lack.SETTLED: Text(
        "{place}被指定由{needed}家企业供应，而最多可有{available}家",
        "{place} is settled on {needed} suppliers, and may have {available}",
    ),
    Lack.SETTLED_VOLUME: Text(
        "指定由{place}供应的量为{needed}，而其最多可供{available}",
        "{place} is settled to supply {needed} units, and may supply {available}",
    ),
    Lack.CEILINGS: Text(
        "同时遵守各项规则时，各家最多合计供应{available}，约定采购量为{needed}",
        "under all rules together the firms may supply {available} of the {needed} units agreed",
    ),
    Lack.FLOORS: Text(
        "同时遵守各项规则时，各家至少合计供应{needed}，超过约定采购量{available}",
        "under all rules together the firms have to supply at least {needed} units, and "
        "{available} are agreed",
    ),
    Lack.LINKED: Text(
        "{place}至少要供应{needed}，而低价企业最多使其可供{available}",
        "{place} has to supply at least {needed} units, and the lower prices leave it at most "
        "{available}",
    ),
    Lack.READINESS: Text(
        "{place}一旦断供，须由其他企业供应{needed}，而它们最多能供{available}",
        "should {place} fail, the others have to supply {needed} units and can supply {available}",
    ),
}
"""What is short: ``needed`` and ``available`` as they stand in the shortage."""


def told(found: Shortage, names: Names) -> Text:
    """One sentence: how much is needed, and how much there is. ``names`` are firms by code."""
    zh, en = (
        words.format(place=spoken, needed=f"{found.needed:,}", available=f"{found.available:,}")
        for words, spoken in zip(SHORTAGES[found.lack], place(found.place, names), strict=True)
    )
    return Text(f"{zh}。", f"{sentence(en)}.")


def place(code: str, names: Names) -> Text:
    """A firm's name, a region's, or everybody."""
    if not code:
        return Text("各企业合计", "all firms together")
    name = names.get(code, code)
    return REGIONS.get(code, Text(name, name))


def sentence(text: str) -> str:
    """The words with a capital in front."""
    return text[0].upper() + text[1:]
