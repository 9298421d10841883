"""A small story: three real products, few hospitals, told as far as a test wants."""

from dataclasses import replace

from procurement.rules.keys import Hardness
from procurement.store.database import Store
from seed.story import Story
from seed.tenders import tender

PRODUCTS = ("01", "06", "31")
SIGNING_KEY = bytes(range(32))
QUICK = Hardness(memory_kib=8, passes=1)
STAGES = ("register", "announce", "report_demand", "bid", "open", "evaluate", "allocate", "publish")
STAGES += ("sign", "report_usage", "settle")


def small_tender():
    whole = tender("national-drug-2")
    return replace(
        whole,
        products=tuple(one for one in whole.products if one.code in PRODUCTS),
        bids=tuple(bid for bid in whole.bids if bid.product in PRODUCTS),
        demand=tuple(line for line in whole.demand if line.product in PRODUCTS),
    )


def small_story(store: Store) -> Story:
    batch = small_tender()
    return Story(store, SIGNING_KEY, SIGNING_KEY, batch, hospitals=93, hardness=QUICK)


def tell(story: Story, after: str | None, stage: str) -> None:
    """Tell the story on, from after one stage (or from its beginning) up to and including this."""
    first = STAGES.index(after) + 1 if after else 0
    for name in STAGES[first : STAGES.index(stage) + 1]:
        if name == "report_usage":
            story.report_usage(lambda *_: None)
        else:
            getattr(story, name)()
