"""The nasty files that no editor of text writes: workbooks of each kind, and what is packed or pickled."""

from __future__ import annotations

import gzip
import io
import pickle
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import xlsxwriter
from workbooks import ods, ods_cell, xls

HEADER = ["供应商", "采购商", "产品", "采购额（万元）"]
ROWS: list[list[Any]] = [["甲公司", "链主", "螺栓", 12.5], ["乙公司", "链主", "螺母", 7], ["丙公司", "甲公司"]]
FIRMS: list[list[Any]] = [
    ["企业编号", "企业名称", "角色"],
    ["甲公司", "示例甲有限公司", "供应商"],
    ["乙公司", "示例乙有限公司", "小巨人"],
    ["丙公司", "示例丙有限公司", None],
    ["链主", "示例链主集团", "链主"],
]
CSV = "供应商,采购商,产品,采购额（万元）\n甲公司,链主,螺栓,12.5\n乙公司,链主,螺母,7\n丙公司,甲公司,,\n"


def make(folder: Path) -> None:
    """Write all of them into a folder."""
    for name, write in BOOKS.items():
        with xlsxwriter.Workbook(folder / name) as book:
            write(book)
    for name, data in BYTES.items():
        (folder / name).write_bytes(data)


def put(book: xlsxwriter.Workbook, name: str, rows: list[list[Any]], first_row: int = 0) -> Any:
    sheet = book.add_worksheet(name)
    for at, row in enumerate(rows, start=first_row):
        sheet.write_row(at, 0, row)
    return sheet


# ---- workbooks ------------------------------------------------------------------------------------------------


def title_rows(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "Sheet1", [[*HEADER[:3], "采购额"], *ROWS, ["合计", None, None, 19.5]], first_row=3)
    sheet.merge_range("A1:D1", "示例集群配套采购情况统计表")
    sheet.merge_range("A2:D2", "填报单位：示例集群        单位：万元")


def merged_suppliers(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "Sheet1", [HEADER, [None, "链主", "螺栓", 1], [None, "乙公司", "螺母", 2], ["丙公司", "链主"]])
    sheet.merge_range("A2:A3", "甲公司")


def several_sheets(book: xlsxwriter.Workbook) -> None:
    put(book, "填表说明", [["请先填企业表，再填供货表"]])
    put(book, "2023年", [HEADER, ["甲公司", "链主", "螺栓", 9]])
    put(book, "2024年", [HEADER, *ROWS])
    put(book, "企业", FIRMS)


def hidden_sheet(book: xlsxwriter.Workbook) -> None:
    put(book, "供货", [HEADER, *ROWS])
    put(book, "旧数据", [HEADER, ["甲公司", "链主", "螺栓", 9]]).hide()


def formulas(book: xlsxwriter.Workbook) -> None:
    sheet = put(book, "Sheet1", [HEADER, *[row[:3] for row in ROWS]])
    sheet.write_formula("D2", "=2.5*5", None, 12.5)
    sheet.write_formula("D3", "=VLOOKUP(B3,企业!A:B,2,0)", None, "#N/A")
    sheet.write_formula("D4", "=D2+1", None, "")


def leading_zeros(book: xlsxwriter.Workbook) -> None:
    shown = book.add_format({"num_format": "0000"})
    sheet = put(book, "Sheet1", [["supplier", "buyer"], ["007", "0100"], [None, "0100"]])
    sheet.write_number("A3", 7, shown)


def long_numbers(book: xlsxwriter.Workbook) -> None:
    put(book, "供货", [["供应商", "采购商"], ["甲公司", "链主"]])
    put(book, "企业", [["企业名称", "统一社会信用代码"], ["甲公司", 913702000000000012], ["链主", None]])


def typed_cells(book: xlsxwriter.Workbook) -> None:
    date, percent = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "0%"})
    sheet = put(book, "Sheet1", [["供应商", "采购商", "采购额", "是否关键", "占比"], *(["S", "L"] for _ in range(2))])
    sheet.write_number("C2", 45296, date)
    sheet.write_number("C3", 3)
    sheet.write_boolean("D2", True)
    sheet.write_number("E2", 0.25, percent)


def matrix(book: xlsxwriter.Workbook) -> None:
    put(book, "矩阵", [["供应商\n采购商", "链主", "甲公司"], ["甲公司", 12.5, None], ["乙公司", 7, "1.2亿"]])


def far_away(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Sheet1")
    for at, row in enumerate([HEADER, *ROWS], start=6):
        sheet.write_row(at, 2, row)
    sheet.write("H40", " ")


def text_like_formulas(book: xlsxwriter.Workbook) -> None:
    put(book, "Sheet1", [["供应商", "采购商", "产品"], ["=cmd|'/c calc'!A1", "链主", "@SUM(A1)"]])
    sheet = book.worksheets()[0]
    sheet.write_string("A2", "=cmd|'/c calc'!A1")
    sheet.write_url("B2", "https://example.com/", string="链主")


BOOKS: dict[str, Callable[[Any], None]] = {
    "标题行 (终稿).xlsx": title_rows,
    "merged_suppliers.xlsx": merged_suppliers,
    "several_sheets.xlsx": several_sheets,
    "hidden_sheet.xlsx": hidden_sheet,
    "formulas.xlsx": formulas,
    "leading_zeros.xlsx": leading_zeros,
    "long_numbers.xlsx": long_numbers,
    "typed_cells.xlsx": typed_cells,
    "matrix.xlsx": matrix,
    "far_away.xlsx": far_away,
    "text_like_formulas.xlsx": text_like_formulas,
    "really_xlsx.xls": hidden_sheet,
    "really_xlsx.csv": hidden_sheet,
}


# ---- others ---------------------------------------------------------------------------------------------------


def _old_book() -> bytes:
    cells: list[tuple[int, int, Any]] = [(0, at, text) for at, text in enumerate(HEADER)]
    cells += [
        (1, 0, "甲公司"),
        (1, 1, "链主"),
        (1, 2, "螺栓"),
        (1, 3, 12.5),
        (2, 0, "乙公司"),
        (2, 1, "链主"),
        (2, 3, b"\x17"),
    ]
    return xls(cells)


def _open_document() -> bytes:
    rows = ["".join(map(ods_cell, row)) for row in (HEADER, ["甲公司", "链主", "螺栓", "1.2亿"])]
    return ods("".join(f"<table:table-row>{row}</table:table-row>" for row in rows))


def _zstd(data: bytes) -> bytes:
    return pa.Codec("zstd").compress(data, asbytes=True)


def _archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("links.csv", CSV)
    return buffer.getvalue()


BYTES: dict[str, bytes] = {
    "old.xls": _old_book(),
    "open_document.ods": _open_document(),
    "links.csv.gz": gzip.compress(CSV.encode("gbk"), mtime=0),
    "links.tsv.zst": _zstd(CSV.replace(",", "\t").encode()),
    "packed_unsaid.csv": gzip.compress(CSV.encode(), mtime=0),
    "cut.csv.gz": gzip.compress(CSV.encode(), mtime=0)[:-12],
    "graph.gpickle": pickle.dumps({"S": ["L"]}),
    "pickle.csv": pickle.dumps({"S": ["L"]}),
    "zipped.xlsx": _archive(),
    "picture.csv": b"\x89PNG\r\n\x1a\n" + bytes(40),
    "page.pdf": b"%PDF-1.7\n",
}
