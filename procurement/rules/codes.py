"""Region codes (GB/T 2260) of the 31 regions with their names, and their places on a tile map."""

from procurement.rules.text import Text

REGIONS: dict[str, Text] = {
    "110000": Text("北京", "Beijing"),
    "120000": Text("天津", "Tianjin"),
    "130000": Text("河北", "Hebei"),
    "140000": Text("山西", "Shanxi"),
    "150000": Text("内蒙古", "Inner Mongolia"),
    "210000": Text("辽宁", "Liaoning"),
    "220000": Text("吉林", "Jilin"),
    "230000": Text("黑龙江", "Heilongjiang"),
    "310000": Text("上海", "Shanghai"),
    "320000": Text("江苏", "Jiangsu"),
    "330000": Text("浙江", "Zhejiang"),
    "340000": Text("安徽", "Anhui"),
    "350000": Text("福建", "Fujian"),
    "360000": Text("江西", "Jiangxi"),
    "370000": Text("山东", "Shandong"),
    "410000": Text("河南", "Henan"),
    "420000": Text("湖北", "Hubei"),
    "430000": Text("湖南", "Hunan"),
    "440000": Text("广东", "Guangdong"),
    "450000": Text("广西", "Guangxi"),
    "460000": Text("海南", "Hainan"),
    "500000": Text("重庆", "Chongqing"),
    "510000": Text("四川", "Sichuan"),
    "520000": Text("贵州", "Guizhou"),
    "530000": Text("云南", "Yunnan"),
    "540000": Text("西藏", "Tibet"),
    "610000": Text("陕西", "Shaanxi"),
    "620000": Text("甘肃", "Gansu"),
    "630000": Text("青海", "Qinghai"),
    "640000": Text("宁夏", "Ningxia"),
    "650000": Text("新疆（含兵团）", "Xinjiang (incl. XPCC)"),
}

# One row of the country a line, north first; each region stands beside its neighbors.
_MAP = """
··     ··     ··     ··     ··     ··     ··     230000
··     ··     ··     ··     150000 ··     210000 220000
650000 ··     620000 640000 ··     110000 120000 ··
540000 630000 ··     610000 140000 130000 370000 ··
··     ··     510000 500000 410000 340000 320000 310000
··     ··     530000 520000 420000 360000 330000 ··
··     ··     ··     450000 430000 440000 350000 ··
··     ··     ··     ··     460000 ··     ··     ··
"""

TILE: dict[str, tuple[int, int]] = {
    code: (column, row)
    for row, line in enumerate(_MAP.split("\n")[1:-1])
    for column, code in enumerate(line.split())
    if code in REGIONS
}
