"""The rows of a usage report, checked against what the hospital may report."""

from collections.abc import Iterable, Iterator, Sequence

from procurement.exchange import cells
from procurement.exchange.cells import Table, fold
from procurement.exchange.rows import Findings
from procurement.exchange.usage_articles import Articles, Header, row_key
from procurement.exchange.usage_lines import Line
from procurement.rules import money
from procurement.rules.catalogue import Product
from procurement.store.usage import Used

Key = tuple[str, str, str]  # product, spec, firm


class _Spellings:
    """Codes or specs of the round, found also when width, blanks or case differ."""

    def __init__(self, names: Iterable[str]) -> None:
        exact = {name: name for name in names}
        self.names = {fold(name): name for name in exact} | exact

    def find(self, cell: str) -> str | None:
        return self.names.get(cell) or self.names.get(fold(cell))


class Reader:
    """Reads the rows of one report; every fault goes to ``findings``."""

    def __init__(self, articles: Articles, findings: Findings) -> None:
        self.findings = findings
        self.articles = articles
        self.products = _Spellings(articles.products)
        self.firms = _Spellings(articles.firms)
        self.specs = {
            code: _Spellings(one.spec for one in product.presentations)
            for code, product in articles.products.items()
        }
        self.agreed = {
            (one.product, one.spec, one.firm): one.unit_price for one in articles.agreements
        }
        self.seen: dict[Key, int] = {}

    def read(self, table: Table, head: Header) -> list[Used]:
        """The rows without a fault; a row with a blank quantity (空白) is not reported."""
        lines = list(self._reported(table, head))
        merged = self._merged_rows(table, head, lines)
        width = len(table.rows[head.row])
        found = []
        for line in lines:
            if any(line.cells[width:]):
                self._too_wide(line, width)
            elif line.row not in merged and (used := self._used(line)):
                found.append(used)
        return found

    def _reported(self, table: Table, head: Header) -> Iterator[Line]:
        for index in range(head.row + 1, len(table.rows)):
            line = Line(index, table.rows[index], head.columns, self.findings)
            if line.cell("quantity"):
                yield line

    def _merged_rows(self, table: Table, head: Header, lines: Sequence[Line]) -> set[int]:
        """The rows that merged cells touch, each range a fault; notes below the data may be."""
        last = lines[-1].row if lines else head.row
        rows: set[int] = set()
        for (top, left), (bottom, right) in table.merged:
            if bottom > head.row and top <= last:
                rows.update(range(top, min(bottom, last) + 1))
                area = f"{cells.address(top, left)}:{cells.address(bottom, right)}"
                self.findings.add(
                    "merged_cells",
                    cells.place(top, left),
                    f"{area}为合并单元格。请取消合并，逐行填写。",
                    f"{area} are merged cells. Unmerge them and fill in every row.",
                )
        return rows

    def _too_wide(self, line: Line, width: int) -> None:
        self.findings.add(
            "width",
            cells.place(line.row, width),
            f"本行有{len(line.cells)}个字段，表头有{width}个。数量和单价请勿使用千位分隔符。",
            f"the row has {len(line.cells)} fields, the header has {width}. Write quantities and "
            "prices without thousands separators.",
        )

    def _used(self, line: Line) -> Used | None:
        product = self._product(line)
        spec = self._spec(line, product) if product else None
        firm = self._firm(line)
        key = (product.code, spec, firm) if product and spec and firm else None
        quantity = line.quantity()
        price = self._price(line, key)
        if key is None:
            return None
        sound = self._is_its_own_row(line, key) & self._is_new(line, key)
        if not sound or quantity is None or price is None:
            return None
        return Used(*key, quantity, price, key in self.agreed)

    def _product(self, line: Line) -> Product | None:
        if not (cell := line.filled("product")):
            return None
        if (code := self.products.find(cell)) is None:
            line.fault(
                "unknown_product",
                "product",
                f"品种编码“{cell}”不在本轮目录中。请从“编码”工作表复制；编码为文本，开头的0不可省略。",
                f"product code “{cell}” is not of this round. Copy it from the sheet of codes; "
                "a code is text and keeps its leading zeros.",
            )
            return None
        return self.articles.products[code]

    def _spec(self, line: Line, product: Product) -> str | None:
        if not (cell := line.filled("spec")):
            return None
        if (spec := self.specs[product.code].find(cell)) is None:
            known = [one.spec for one in product.presentations]
            line.fault(
                "unknown_spec",
                "spec",
                f"{product.name}没有规格“{cell}”。请填写以下之一：{'、'.join(known)}。",
                f"{product.name} has no specification “{cell}”. Enter one of: {', '.join(known)}.",
            )
        return spec

    def _firm(self, line: Line) -> str | None:
        if not (cell := line.filled("firm")):
            return None
        if (firm := self.firms.find(cell)) is None:
            line.fault(
                "unknown_firm",
                "firm",
                f"企业编码“{cell}”不在本轮企业名单中。请从“编码”工作表复制。",
                f"firm code “{cell}” is not of this round. Copy it from the sheet of codes.",
            )
        return firm

    def _price(self, line: Line, key: Key | None) -> int | None:
        """Millionths of a yuan; the agreed price where a winning row leaves it blank."""
        cell, agreed = line.cell("unit_price"), self.agreed.get(key) if key else None
        if not cell:
            if key and agreed is None:
                line.fault(
                    "price_missing",
                    "unit_price",
                    "非约定的品规或企业须填写单价。请填写实际采购单价（元）。",
                    "what is not under agreement needs a price. Enter the unit price paid in yuan.",
                )
            return agreed
        price = line.price()
        if price and agreed and price != agreed:
            shown = money.show_price(agreed, exact=True)
            line.fault(
                "agreed_price",
                "unit_price",
                f"单价{cell}与约定的中选价{shown}元不符。请改为{shown}，或留空。",
                f"{cell} is not the agreed price of {shown} yuan. Enter {shown} or leave it blank.",
            )
            return None
        return price

    def _is_its_own_row(self, line: Line, key: Key) -> bool:
        """A row of the template still names the article that it was made for."""
        mark = line.cell("key")
        if not mark or fold(mark) == fold(row_key(*key)):
            return True
        line.fault(
            "changed_row",
            "product",
            "模板预填的品种、规格或企业被改动。请恢复原内容，其他品规或企业填在下方空白行。",
            "the product, specification or firm of a prefilled row was changed. Restore it, and "
            "enter other articles in the blank rows below.",
        )
        return False

    def _is_new(self, line: Line, key: Key) -> bool:
        first = self.seen.setdefault(key, line.row)
        if first == line.row:
            return True
        line.fault(
            "duplicate",
            "product",
            f"与第{first + 1}行重复（同一品种、规格、企业）。请合并为一行。",
            f"the same product, specification and firm as row {first + 1}. Make them one row.",
        )
        return False
