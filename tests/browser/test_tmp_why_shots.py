import pytest, time
from served import Served
import sys; sys.path.insert(0, "tests/browser"); from test_pages import visit

def test_shots(chromium, told_for_module, tmp_path_factory):
    story = told_for_module("allocate")
    with story.store.transaction() as db:
        (run,) = db.runs.of_round(story.round_id)
    lot = next(lot for lot in run.result["lots"] if lot["product"] == "01")
    region = next(r for r, s in zip(lot["regions"], lot["best"]["suppliers"]) if s != 2)
    with Served(story.store.engine.url, tmp_path_factory.mktemp("site")) as site:
        for width in (390, 1440):
            page, wrong = visit(chromium, site, "officer", width)
            for name, q in (("form",""),("zh", f"?firm={lot['firms'][2]}&region={region}&lang=zh"),("en", f"?firm={lot['firms'][2]}&region={region}&lang=en")):
                t=time.time()
                page.goto(f"{site.address}/officer/{story.round_id}/allocation/01/why{q}")
                print(width, name, time.time()-t)
                over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                print("over", over)
                page.screenshot(path=f"/tmp/e/why-{width}-{name}.png", full_page=True)
            page.goto(f"{site.address}/officer/{story.round_id}/allocation/01?lang=zh")
            print("over", page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))
            page.screenshot(path=f"/tmp/e/product-{width}.png", full_page=True)
            print(wrong)
            page.context.close()
