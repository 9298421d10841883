"""A sound round folder of three bids for one product, to be changed one thing at a time."""

import pytest

from procurement.exchange import round_folder
from procurement.rules.text import Refused

FILES = {
    "round.toml": """\
name = "第二批"
rulebook = "national-drug-2"
document = "GY-YD2019-2"
bids_opened = 2020-01-17
""",
    "products.csv": "product,name\n03,阿卡波糖\n",
    "presentations.csv": """\
product,spec,strength_mg,ceiling_price
03,50mg,50,0.8358
03,100mg,100,
""",
    "bids.csv": """\
product,firm,reference_product,spec,unit_price
03,Bayer,1,50mg,0.180667
03,Luye,0,50mg,0.32
03,Huadong,0,100mg,0.9
""",
    "demand.csv": """\
region,product,spec,base_quantity
110000,03,50mg,1001
310000,03,50mg,500
""",
    "outcome.csv": """\
product,firm,won,regions
03,Bayer,1,110000
03,Luye,1,310000
03,Huadong,0,
""",
}


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults(folder, **options):
    with pytest.raises(Refused) as refused:
        round_folder.read(folder, **options)
    return [(fault.place, fault.rule) for fault in refused.value.faults]
