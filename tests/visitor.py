"""A visitor of the public pages, and the facts that they should show."""

import re

from web.public import published

PAGE = {"accept": "text/html"}


def read(client, address):
    return client.get(address, headers=PAGE, follow_redirects=False)


def results(client, tail=""):
    return read(client, f"/rounds/{client.story.round_id}{tail}")


def facts(client):
    with client.story.store.transaction() as db:
        return published.facts(db, client.story.round_id)


def chinese(text, *names):
    """Chinese in a page besides its own name, the language switch and the names given."""
    text = re.sub(r"<[^>]+>", " ", text)
    for name in sorted({"药品集中带量采购平台", "中文", *names}, key=len, reverse=True):
        text = text.replace(name, "")
    return re.findall(r"[\u4e00-\u9fff]+", text)
