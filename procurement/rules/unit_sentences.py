"""What every key of a unit round's rulebook does, in one plain sentence for its officers."""

from procurement.rules.text import Text

UNIT_SENTENCES = {
    "grouping.covered_share": Text(
        "企业按需求量由大到小累计到此比例为A组，其余为B组。",
        "Firms that together cover this part of demand, largest first, form unit A; others B.",
    ),
    "grouping.crossing_firm_included": Text(
        "恰好跨过该比例的企业是否归入A组。",
        "Whether the firm with which that part is reached is still in unit A.",
    ),
    "grouping.promises": Text(
        "进入A组须作出的承诺。", "What a firm must have promised to be in unit A."
    ),
    "grouping.minimum_firms": Text(
        "A组企业少于此数时按需求量依次补足。",
        "A unit A with fewer firms is filled up from the next largest.",
    ),
    "comparison.ceiling_mode": Text(
        "高于最高有效申报价的报价无效，或仅供参考。",
        "Whether a bid above the ceiling is invalid, or the ceiling is only a reference.",
    ),
    "comparison.tie_order": Text(
        "比价价格相同时依次按这些事实分先后。",
        "Equal comparison prices are put in order by these facts, one after the other.",
    ),
    "comparison.device_surcharge": Text(
        "带注射装置的产品比价时减去此数。",
        "What a pen or other device is worth when prices are compared.",
    ),
    "comparison.large_refill_factor": Text(
        "大规格笔芯换算成标准规格时价格乘以此系数。",
        "What a large refill is worth beside the standard one when prices are compared.",
    ),
    "selection.any_of": Text(
        "产品只要符合其中一项即可中选。", "A product is selected when it meets any one of these."
    ),
    "selection.all_of": Text(
        "产品还须同时符合以下各项。", "A product must also meet every one of these."
    ),
    "selection.shortlist_most": Text(
        "每个竞争单元最多这么多个产品入围。",
        "In each competition unit so many products are shortlisted at most.",
    ),
    "selection.rank_most": Text(
        "排名在此名次之内即符合名次条件。", "A rank of at most this meets the condition of rank."
    ),
    "selection.lowest_price_multiple": Text(
        "不高于同单元最低价的这么多倍即符合价差条件。",
        "At most this multiple of the unit's lowest price meets the price-gap condition.",
    ),
    "selection.anchor_multiple": Text(
        "不高于锚点价的这么多倍即符合锚点条件。",
        "At most this multiple of the anchor meets the condition of the anchor.",
    ),
    "selection.anchor_coefficient": Text(
        "入围均价乘以此系数，高于最低价时以其为锚点价。",
        "The shortlisted mean times this is the anchor where it is above the lowest price.",
    ),
    "selection.cut_least": Text(
        "较最高有效申报价至少降这么多即符合降幅条件。",
        "A price at least this far below the ceiling meets the condition of the cut.",
    ),
    "selection.ceiling_share": Text(
        "不高于最高有效申报价的此比例即可中选。",
        "A price of at most this part of the ceiling is selected.",
    ),
    "selection.origin_quota": Text(
        "进口与国产在每个单元各有这么多个中选名额。",
        "Imported and domestic products have so many places each in a unit.",
    ),
    "selection.products_per_firm": Text(
        "一家企业最多中选这么多个产品。", "One firm may win with so many products at most."
    ),
    "selection.revivals": Text(
        "谁可以接受规定的价格再行中选。",
        "Who may still be selected by accepting the price that is offered.",
    ),
    "volume.revived_parts": Text(
        "复活的产品在自身需求量中保留和让出的比例。",
        "What a revived product keeps of its own demand, and what it gives away.",
    ),
    "volume.committed_share": Text(
        "医疗机构报送的需求量中先按此比例确定意向采购量。",
        "This part of the demand reported is what the round is about.",
    ),
    "volume.key": Text(
        "中选产品按什么决定保留与让出的量。",
        "What decides how much a selected product keeps and gives away.",
    ),
    "volume.by_rank": Text(
        "按顺位，产品保留和让出的比例。",
        "By rank, the parts that a product keeps and gives away.",
    ),
    "volume.by_class": Text(
        "按类别，产品保留和让出的比例。",
        "By class, the parts that a product keeps and gives away.",
    ),
    "volume.by_cut": Text(
        "按降幅，产品保留和让出的比例；两点之间按直线计算。",
        "By price cut, the parts kept and given away; between two points along a straight line.",
    ),
    "volume.by_best": Text(
        "降幅最大者与其他产品各自保留和让出的比例。",
        "The parts kept and given away by the largest cut, and by all others.",
    ),
    "volume.by_number": Text(
        "按中选家数，各顺位在总量中所占的比例。",
        "For each number of winners, the part of the whole volume that each rank gets.",
    ),
    "volume.by_incumbency": Text(
        "上一轮中选者与其他企业各自保留和让出的比例。",
        "The parts kept and given away by those who won before, and by all others.",
    ),
    "pool.scope": Text(
        "待分配量在什么范围内重新分配。", "Within what leftover volume is shared out anew."
    ),
    "pool.members": Text(
        "哪些量进入待分配量。", "Which volume becomes leftover, to be shared out anew."
    ),
    "pool.to_best": Text(
        "待分配量中此比例归降幅最大者，其余由医疗机构选择。",
        "This part of the leftover goes to the largest cut; hospitals choose for the rest.",
    ),
    "pool.best_scope": Text(
        "在什么范围内找降幅最大者。", "Within what the largest cut is looked for."
    ),
    "pool.forbidden_targets": Text(
        "待分配量不得分给这些产品。", "Leftover may not go to these products."
    ),
    "pool.capacity_limits": Text(
        "分配是否以企业申报的产能为限。",
        "Whether what a firm receives ends at the capacity that it declared.",
    ),
    "pool.region_eligibility": Text(
        "产品是否只能在企业承诺供应的地区接收待分配量。",
        "Whether leftover goes only to firms that supply the hospital's region.",
    ),
    "term.years": Text(
        "按中选家数，协议执行几年。", "For each number of winners, how many years the award lasts."
    ),
    "term.end": Text(
        "不论何时开始，协议都到这一天为止。",
        "The award lasts until this day, whenever it begins.",
    ),
}
"""By key."""
