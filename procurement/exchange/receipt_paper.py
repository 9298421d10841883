"""The receipt for an envelope as a document (回执), with all that is needed to verify it."""

from dataclasses import dataclass
from typing import ClassVar

from procurement.exchange.documents import Issue
from procurement.rules.dates import local_day
from procurement.rules.sealing import Receipt
from procurement.store.rounds import RoundRow


@dataclass(frozen=True, slots=True)
class EnvelopeReceipt:
    """报价回执: one envelope or withdrawal; signature and key in hexadecimal digits."""

    issue: Issue
    receipt: Receipt
    firm: str
    product: str
    withdrawn: bool
    signature: str
    public_key: str

    template: ClassVar[str] = "envelope_receipt.html"

    @property
    def title(self) -> str:
        return "撤回报价回执" if self.withdrawn else "报价回执"

    @property
    def signed(self) -> str:
        """The exact text under the signature."""
        return self.receipt.signed_bytes().decode()

    @property
    def name(self) -> str:
        return f"receipt-{self.receipt.number}"


def issue(round_: RoundRow, receipt: Receipt) -> Issue:
    """The head of a receipt, under its own number, dated as the envelope was received."""
    assert round_.bids_close_at is not None
    return Issue(
        number=receipt.number,
        issued=local_day(receipt.received_at),
        round_name=round_.name,
        tender_document=round_.document,
        rulebook=round_.rulebook,
        rulebook_sha256=round_.rulebook_sha256,
        bids_opened=local_day(round_.bids_close_at),
    )
