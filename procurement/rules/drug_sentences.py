"""What every key of a drug round's rulebook does, in one plain sentence for its officers."""

from procurement.rules.text import Text

DRUG_SENTENCES = {
    "comparison.strength_factor": Text(
        "含量加倍时价格乘以此系数，使不同含量可以比较。",
        "Twice the strength is worth this many times the price, so that strengths compare.",
    ),
    "comparison.pack_factor": Text(
        "包装数量加倍时价格乘以此系数，使不同包装可以比较。",
        "Twice the units in a pack are worth this many times the price, so that packs compare.",
    ),
    "comparison.decimals": Text(
        "单位可比价四舍五入到这么多位小数后再排序。",
        "Unit comparable prices are rounded to so many decimals before they are ranked.",
    ),
    "comparison.tie_order": Text(
        "可比价相同时依次按这些事实分先后。",
        "Equal comparable prices are put in order by these facts, one after the other.",
    ),
    "comparison.fill_volume_factor": Text(
        "注射剂装量每增加一档，价格乘以此系数换算。",
        "Each step of fill volume of an injection is worth this many times the price.",
    ),
    "comparison.fill_volume_step": Text(
        "多少毫升算作装量的一档。", "So many millilitres make one step of fill volume."
    ),
    "shortlist.minimum_firms": Text(
        "具备资格的企业少于此数的品种不纳入采购。",
        "A product with fewer firms entered is not bought in the round.",
    ),
    "shortlist.maximum": Text(
        "按实际申报企业数，规定最多几家入围。",
        "For each number of bidders, how many are shortlisted at most.",
    ),
    "shortlist.invalid_bids_count": Text(
        "报价高于最高有效申报价的企业是否仍计入申报企业数。",
        "Whether a bidder above the ceiling still counts among the bidders.",
    ),
    "shortlist.affiliates_count_once": Text(
        "同一控制或联合体的企业只算一家，并以同一价格中选。",
        "Firms under one control, or in a consortium, count as one and win at one price.",
    ),
    "winning.alternatives": Text(
        "入围企业只要符合其中一项即拟中选。",
        "A shortlisted bid wins when it meets any one of these.",
    ),
    "winning.lowest_price_multiple": Text(
        "可比价不高于比较基准的这么多倍即符合价差条件（熔断线）。",
        "A comparable price of at most this multiple of the basis meets the price-gap condition.",
    ),
    "winning.cut_from_ceiling": Text(
        "较最高有效申报价至少降这么多即符合降幅条件。",
        "A bid at least this far below its ceiling meets the condition of the cut.",
    ),
    "winning.low_price": Text(
        "可比价不高于此数即符合低价条件，不看价差。",
        "A comparable price of at most this meets the low-price condition, whatever the gap.",
    ),
    "winning.low_price_by_form": Text(
        "各剂型的低价数额，可比价不高于它即不看价差。",
        "By dosage form, the low price at which the gap no longer matters.",
    ),
    "winning.negotiation_below": Text(
        "申报企业少于此数时最低价只是预中选，须进入谈判。",
        "With fewer bidders the lowest is only pre-selected, and goes on to negotiation.",
    ),
    "winning.direct_winners": Text(
        "预中选品种按降幅排序，前这么多个不经谈判直接中选。",
        "Of the pre-selected products so many with the largest cuts win without negotiation.",
    ),
    "winning.gap_basis": Text(
        "价差与哪个价格相比：最低价或锚点价。",
        "The price the gap is measured from: the lowest, or an anchor.",
    ),
    "winning.anchor_coefficient": Text(
        "入围均价乘以此系数，高于最低价时以其为锚点价。",
        "The shortlisted mean times this is the anchor where it is above the lowest price.",
    ),
    "winning.anchor_deviations": Text(
        "锚点价为入围均价减去这么多个标准差，或最低价，取高者。",
        "The anchor is the mean less so many standard deviations, or the lowest price if higher.",
    ),
    "winning.outlier_deviations": Text(
        "低于均价这么多个标准差的报价中选而无约定量，也不占入围名额。",
        "A bid so many deviations below the mean wins without volume and takes no place.",
    ),
    "winning.deviation": Text(
        "标准差按总体还是按样本计算。",
        "Whether the deviation is that of a population or of a sample.",
    ),
    "winning.eliminations": Text(
        "全部品种中价差最大的这么多个，其入围最高价被淘汰。",
        "In so many products, those of the widest gaps, the highest shortlisted bid is eliminated.",
    ),
    "winning.elimination_tie": Text(
        "并列在最后一个淘汰名额上的品种，是均淘汰还是均不淘汰。",
        "Whether products that tie for the last elimination are all eliminated or all spared.",
    ),
    "winning.revivals": Text(
        "谁可以接受规定的价格再行中选。",
        "Who may still win by accepting the price that is offered.",
    ),
    "winning.revival_multiple": Text(
        "只有一家中选时，复活价为其价格或锚点价的这么多倍。",
        "With a single winner the revival price is this multiple of its price, or of the anchor.",
    ),
    "volume.agreed_share": Text(
        "按中选家数，约定采购量占采购基数的比例。",
        "For each number of winners, the part of the base quantity that is agreed.",
    ),
    "volume.reduced_agreed_share": Text(
        "抗菌药物等减量品种用此表代替一般比例。",
        "Products of the reduced class, such as antibiotics, use this table instead.",
    ),
    "volume.special_agreed_share": Text(
        "特殊类别的品种用此表代替一般比例。",
        "Products of the special class use this table instead.",
    ),
    "volume.brand_demand": Text(
        "医疗机构按厂牌报量，所报厂牌中选的量归该厂牌。",
        "Hospitals report by brand, and what names a winning brand goes to that brand.",
    ),
    "regions.priority_picks": Text(
        "第一顺位在轮流选择之前先选这么多个地区。",
        "Rank 1 chooses so many regions before the turns begin.",
    ),
    "regions.spare_suppliers": Text(
        "每个地区另定这么多家备供企业。", "Each region also gets so many spare suppliers."
    ),
    "regions.turn_seconds": Text(
        "网上选区时每次选择的时限。", "How long every turn of the picking on the site lasts."
    ),
    "regions.absent_pick": Text(
        "逾时未选的企业由平台代选哪个地区。",
        "Which region is picked for a firm that lets its turn go by.",
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
