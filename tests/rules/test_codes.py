"""The 31 regions by their codes, and a tile for each."""

from procurement.rules.codes import REGIONS, TILE


def test_there_are_31_regions_in_the_order_of_their_codes():
    assert len(REGIONS) == 31
    assert list(REGIONS) == sorted(REGIONS)
    assert all(len(code) == 6 and code.endswith("0000") for code in REGIONS)
    assert REGIONS["650000"].zh == "新疆（含兵团）"


def test_every_region_has_a_tile_of_its_own():
    assert TILE.keys() == REGIONS.keys()
    assert len(set(TILE.values())) == len(TILE)


def test_the_map_has_north_up_and_west_left():
    column, row = zip(*TILE.values(), strict=True)
    assert (min(column), min(row)) == (0, 0)
    assert TILE["230000"][1] < TILE["110000"][1] < TILE["440000"][1] < TILE["460000"][1]
    assert TILE["650000"][0] < TILE["620000"][0] < TILE["110000"][0] < TILE["310000"][0]
