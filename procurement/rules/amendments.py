"""Parts of the tender document and their versions (采购文件的补充、更正): never edited in place."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Literal

from procurement.rules import canon
from procurement.rules.text import Fault, Refused, Text

LONGEST_NUMBER = 40  # characters
LONGEST_TITLE = 200
LONGEST_TEXT = 20_000

NO_DAY = Fault(
    "effective",
    "effective",
    Text("请填写施行日期，如2026-11-22。", "Give the day from which it holds, such as 2026-11-22."),
)

type Sign = Literal["kept", "added", "removed"]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document as one version has it; ``effective`` is a day in Beijing.

    ``affects_bids``: it bears on how bids are prepared, so firms get notice of it in time.
    """

    number: str
    title: Text
    text: Text
    effective: date
    affects_bids: bool = True

    @property
    def sha256(self) -> str:
        """The hash of all that it says."""
        return canon.digest(canon.encode(asdict(self) | {"effective": self.effective.isoformat()}))


def read(number: str, typed: Mapping[str, str]) -> Part:
    """A part as it was typed; Refused with every fault. Line ends become those of one system."""
    words = {name: "\n".join(text.strip().splitlines()) for name, text in typed.items()}
    try:
        effective = date.fromisoformat(words["effective"])
    except ValueError:
        effective = date.min
    title, text = (
        Text(words["title_zh"], words["title_en"]),
        Text(words["text_zh"], words["text_en"]),
    )
    part = Part(number, title, text, effective, words["affects_bids"] == "yes")
    if found := faults(part):
        raise Refused(found)
    return part


def written(part: Part) -> dict[str, str]:
    """What ``read`` makes the same part of, and its hash."""
    return {
        "title_zh": part.title.zh,
        "title_en": part.title.en,
        "text_zh": part.text.zh,
        "text_en": part.text.en,
        "effective": part.effective.isoformat(),
        "affects_bids": "yes" if part.affects_bids else "no",
        "sha256": part.sha256,
    }


def faults(part: Part) -> list[Fault]:
    """What keeps a part from being published: no day, too long, or missing in one language."""
    dateless = [] if part.effective > date.min else [NO_DAY]
    return [
        *dateless,
        *_words("number", Text("编号", "a number"), part.number, LONGEST_NUMBER),
        *_words("title_zh", Text("中文标题", "a title in Chinese"), part.title.zh, LONGEST_TITLE),
        *_words("title_en", Text("英文标题", "a title in English"), part.title.en, LONGEST_TITLE),
        *_words("text_zh", Text("中文内容", "the text in Chinese"), part.text.zh, LONGEST_TEXT),
        *_words("text_en", Text("英文内容", "the text in English"), part.text.en, LONGEST_TEXT),
    ]


def _words(place: str, what: Text, given: str, most: int) -> list[Fault]:
    if given.strip() and len(given) <= most:
        return []
    text = Text(
        f"请填写{what.zh}，不超过{most}个字符。",
        f"Give {what.en}, in at most {most} characters.",
    )
    return [Fault("amendment", place, text)]


def difference(before: str, after: str) -> Iterator[tuple[Sign, str]]:
    """The lines of both texts in order: kept, removed or added."""
    old, new = before.splitlines(), after.splitlines()
    for tag, i, j, k, m in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (("kept", line) for line in old[i:j])
        else:
            yield from (("removed", line) for line in old[i:j])
            yield from (("added", line) for line in new[k:m])
