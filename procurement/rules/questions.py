"""Questions before the deadline (答疑): asked without a name, answered to everybody at once."""

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from procurement.rules.change_rules import ChangeRules
from procurement.rules.text import Fault, Text

LONGEST = 2000  # characters of a question or an answer
ANONYMOUS = "anonymous"
"""Who asks, in the audit chain: the event tells of the question, not of the firm."""

NOT_NOW = Fault(
    "deadline",
    "question",
    Text(
        "提问须在申报截止时间之前；截止时间已到。",
        "Questions are asked strictly before the deadline, and it has passed.",
    ),
)
PUBLISHED = Fault(
    "question_answered",
    "answer",
    Text(
        "该问题的答复已经公布，不能更改；需要更正时请发布采购文件的更正。",
        "This question was answered publicly and the answer stands; to correct it, amend the "
        "document.",
    ),
)


@dataclass(frozen=True, slots=True)
class Asker:
    """Whoever asks: the code and the name that the question must not give away."""

    code: str
    name: str


def mark(key: bytes, code: str, number: int, party: str) -> str:
    """A keyed mark (HMAC-SHA256) of who asked a question, another one for every question.

    Without the platform's key nobody can tell who asked, or that two askers were one.
    """
    said = "\x00".join(("question", code, str(number), party)).encode()
    return hmac.new(key, said, sha256).hexdigest()


def own(key: bytes, code: str, party: str, marks: Iterable[tuple[int, str]]) -> frozenset[int]:
    """The numbers of the questions that this party asked."""
    return frozenset(
        number
        for number, kept in marks
        if hmac.compare_digest(mark(key, code, number, party), kept)
    )


def is_open(deadline: datetime | None, at: datetime) -> bool:
    """From the announcement, which sets a deadline, until strictly before it."""
    return deadline is not None and at < deadline


def question_faults(words: str, asker: Asker, waiting: int, rules: ChangeRules) -> list[Fault]:
    """Too long, a name in it, or too many that wait; ``waiting`` are the asker's unanswered."""
    found = words_faults("words", words)
    if any(_names(words, name) for name in (asker.code, asker.name)):
        text = Text(
            "问题中写有本单位的名称或编码，公布后会暴露提问者；请删去。",
            "The question names your own organisation and would give you away; take that out.",
        )
        found.append(Fault("anonymous", "words", text))
    if waiting >= rules.most_open_questions:
        text = Text(
            f"您已有{waiting}个问题等待答复，请待答复后再提问。",
            f"{waiting} questions of yours wait for an answer; ask again when they are answered.",
        )
        found.append(Fault("questions.most_open", "words", text))
    return found


def _names(words: str, name: str) -> bool:
    """The name stands there, and not as a piece of a longer Latin word or number."""
    alone = rf"(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])"
    return re.search(alone, words, re.IGNORECASE) is not None


def words_faults(place: str, words: str) -> list[Fault]:
    """Something, and not too much of it."""
    if words.strip() and len(words) <= LONGEST:
        return []
    text = Text(
        f"请填写内容，不超过{LONGEST}个字符。", f"Write something of at most {LONGEST} characters."
    )
    return [Fault("words", place, text)]
