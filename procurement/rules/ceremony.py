"""Who keeps a round's key (密钥保管人), how many of them open the bids, and their passphrases."""

from collections.abc import Mapping
from dataclasses import dataclass

from procurement.rules.secret_sharing import FEWEST
from procurement.rules.text import Fault, Text

SHORTEST_PASSPHRASE = 12


@dataclass(frozen=True, slots=True)
class Committee:
    """The key officers by login, and how many of them it takes to open: k of n."""

    officers: tuple[str, ...]
    threshold: int

    @property
    def spare(self) -> int:
        """How many shares may be lost."""
        return len(self.officers) - self.threshold


def majority(officers: int) -> int:
    """The fewest that are more than half: then no two separate groups can open."""
    return max(FEWEST, officers // 2 + 1)


def committee_faults(committee: Committee) -> list[Fault]:
    """Two officers or more, and a threshold of two or more that they can reach."""
    most = len(committee.officers)
    if most < FEWEST:
        return [
            _fault(
                "key_officers",
                "passphrases",
                f"密钥须由至少{FEWEST}名工作人员共同保管。",
                f"The key is kept by {FEWEST} officers or more.",
            )
        ]
    if FEWEST <= committee.threshold <= most:
        return []
    return [
        _fault(
            "key_threshold",
            "threshold",
            f"开标所需人数须在{FEWEST}至{most}之间。",
            f"It takes {FEWEST} to {most} of these officers to open the bids.",
        )
    ]


def passphrase_faults(passphrases: Mapping[str, str], threshold: int | None = None) -> list[Fault]:
    """Enough officers, each with a long passphrase of their own; without a threshold all open."""
    needed = len(passphrases) if threshold is None else threshold
    faults = committee_faults(Committee(tuple(passphrases), needed))
    if len(set(passphrases.values())) < len(passphrases):
        faults.append(
            _fault(
                "passphrase_shared",
                "passphrases",
                "每名工作人员须使用各自不同的口令。",
                "Every officer needs a passphrase of their own.",
            )
        )
    faults.extend(
        _fault(
            "passphrase_length",
            officer,
            f"{officer}的口令少于{SHORTEST_PASSPHRASE}个字符，请加长。",
            f"The passphrase of {officer} has fewer than {SHORTEST_PASSPHRASE} characters; "
            "choose a longer one.",
        )
        for officer, passphrase in passphrases.items()
        if len(passphrase) < SHORTEST_PASSPHRASE
    )
    return faults


def _fault(rule: str, place: str, zh: str, en: str) -> Fault:
    return Fault(rule, place, Text(zh, en))
