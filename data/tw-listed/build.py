"""Make firms.csv and links.csv of tw-listed from source/ and the reviewed lists beside this script.

Run ``python data/tw-listed/build.py [OUTPUT FOLDER]``; without a folder the tables of the data set are
replaced. The same input gives the same bytes.

Names are cleaned by rule only (see `Names`). Two names of one firm stay two firms: aliases-suggested.csv is
for a person to confirm and is not read here.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
TICKER = re.compile(r"\d{4}")
WIKI_LINK = re.compile(r"(\d{4})_[^|]+\|(.+)")  # 2455_全新|全新
NAME_AND_TICKER = re.compile(r"(.+) \((\d{4})\)")  # 鴻海 (2317)
ANY_PARTNER = "*"


def read_table(path: Path) -> pd.DataFrame:
    """Read a CSV file as text, without guessing what is missing."""
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


@dataclass(frozen=True)
class Names:
    """What the reviewed lists and nodes.csv know of names.

    Attributes
    ----------
    repairs : dict
        Damaged name -> the name as its report has it (repairs.csv).
    tickers : dict
        Listed name -> ticker.
    not_firms : dict
        Name as written -> kind of thing it is (not-firms.csv).
    homonyms : dict
        (name, partner) -> (firm id, kind); an empty id says that the name is no firm in the report on
        that partner (homonyms.csv).
    """

    repairs: dict[str, str]
    tickers: dict[str, str]
    not_firms: dict[str, str]
    homonyms: dict[tuple[str, str], tuple[str, str]]

    def clean(self, name: str) -> str:
        """Normalise one name: NFKC, outer blanks, damage, brackets left over from wiki markup."""
        name = unicodedata.normalize("NFKC", name).strip()
        return self.repairs.get(name, name).removeprefix("[[")

    def listed(self, name: str) -> str | None:
        """Give the ticker of a name that points to a listed firm, else None."""
        if match := WIKI_LINK.fullmatch(name):
            ticker, name = match.groups()
        elif match := NAME_AND_TICKER.fullmatch(name):
            name, ticker = match.groups()
            if ticker not in self.tickers.values():
                return None
        elif TICKER.fullmatch(name):
            return name if name in self.tickers.values() else None
        else:
            return self.tickers.get(name)
        if self.tickers.get(name) != ticker:
            raise ValueError(f"source/edges.csv: {name} is written with {ticker}, not so in source/nodes.csv")
        return ticker

    def resolve(self, name: str, partner: str) -> tuple[str, str]:
        """Give the firm id of a name that the report on `partner` mentions.

        Returns
        -------
        tuple of str
            The firm id and "", or "" and the kind of thing (product, material, ...) that is not a firm.
        """
        for key in ((name, partner), (name, ANY_PARTNER)):
            if key in self.homonyms:
                return self.homonyms[key]
        if name in self.not_firms:
            return "", self.not_firms[name]
        name = self.clean(name)
        return self.listed(name) or name, ""


def read_repairs() -> dict[str, str]:
    """Read repairs.csv: damaged name -> name."""
    table = read_table(HERE / "repairs.csv")
    return dict(zip(table["as_written"], table["repaired"], strict=True))


def listed_firms(repairs: dict[str, str]) -> pd.DataFrame:
    """Give one row a listed firm: firm (ticker), name, sector.

    nodes.csv has two rows for each of two firms: 3622 洋華 also with ticker and name swapped, 3046 建碁 also
    with a damaged name. Once mended, both repeats agree with the good row.

    Raises
    ------
    ValueError
        When one ticker has two names or sectors, or one name two tickers: then a person must decide.
    """
    nodes = read_table(HERE / "source" / "nodes.csv").rename(columns={"ticker": "firm"})
    swapped = ~nodes["firm"].str.fullmatch(TICKER.pattern) & nodes["name"].str.fullmatch(TICKER.pattern)
    nodes.loc[swapped, ["firm", "name"]] = nodes.loc[swapped, ["name", "firm"]].to_numpy()
    nodes["name"] = nodes["name"].replace(repairs)
    nodes = nodes.drop_duplicates().sort_values("firm", ignore_index=True)
    for column in ("firm", "name"):
        if (again := nodes[column].duplicated()).any():
            raise ValueError(f"source/nodes.csv: {column} not unique: {', '.join(nodes.loc[again, column])}")
    return nodes


def read_names(listed: pd.DataFrame, repairs: dict[str, str]) -> Names:
    """Read the reviewed lists."""
    not_firms = read_table(HERE / "not-firms.csv")
    homonyms = read_table(HERE / "homonyms.csv")[["name", "partner", "firm", "kind"]].to_numpy(dtype=str)
    return Names(
        repairs=repairs,
        tickers=dict(zip(listed["name"], listed["firm"], strict=True)),
        not_firms=dict(zip(not_firms["name"], not_firms["kind"], strict=True)),
        homonyms={(name, partner): (firm, kind) for name, partner, firm, kind in homonyms},
    )


def resolved_links(names: Names) -> pd.DataFrame:
    """Resolve both ends of each row of edges.csv.

    Each row comes from the report on one listed firm (the subject), which mentions the other end: as a
    customer in a customer section, as a supplier in a supplier section. Only the mention can be a thing or a
    homonym.

    Returns
    -------
    DataFrame
        One row a row of edges.csv: supplier, buyer (firm ids), kind ("", or what the end is that is no firm).
    """
    edges = read_table(HERE / "source" / "edges.csv")
    rows = []
    for supplier, customer, section in edges[["supplier", "customer", "section"]].to_numpy(dtype=str):
        from_supplier = section == "customer_section"
        subject, mention = (supplier, customer) if from_supplier else (customer, supplier)
        subject_id = names.listed(names.clean(subject))
        if subject_id is None:
            raise ValueError(f"source/edges.csv: the report on {subject}, which is not in source/nodes.csv")
        mention_id, kind = names.resolve(mention, partner=subject)
        rows.append((subject_id, mention_id, kind) if from_supplier else (mention_id, subject_id, kind))
    return pd.DataFrame(rows, columns=["supplier", "buyer", "kind"])


def build(output: Path) -> None:
    """Write firms.csv and links.csv into `output` and print what was counted."""
    repairs = read_repairs()
    listed = listed_firms(repairs)
    raw = resolved_links(read_names(listed, repairs))
    with_firms = raw.loc[raw["kind"] == "", ["supplier", "buyer"]]
    no_loops = with_firms[with_firms["supplier"] != with_firms["buyer"]]
    links = no_loops.drop_duplicates().sort_values(["supplier", "buyer"], ignore_index=True)

    tickers = set(listed["firm"])
    both = links["supplier"].isin(tickers) & links["buyer"].isin(tickers)
    links["both_listed"] = both.map({True: "yes", False: "no"})
    others = sorted((set(links["supplier"]) | set(links["buyer"])) - tickers)
    partners = pd.DataFrame({"firm": others, "name": others, "sector": "", "listed": "no"})
    firms = pd.concat([listed.assign(listed="yes"), partners])

    output.mkdir(parents=True, exist_ok=True)
    firms.to_csv(output / "firms.csv", index=False, encoding="utf-8", lineterminator="\n")
    links.to_csv(output / "links.csv", index=False, encoding="utf-8", lineterminator="\n")

    unlinked = len(tickers - set(links["supplier"]) - set(links["buyer"]))
    print(f"{len(raw)} links in the source")
    print(f"{len(raw) - len(with_firms)} dropped, one end is not a firm:")
    for kind, count in raw.loc[raw["kind"] != "", "kind"].value_counts().items():
        print(f"    {count} {kind}")
    print(f"{len(with_firms) - len(no_loops)} dropped, a firm linked with itself")
    print(f"{len(no_loops) - len(links)} dropped, repeated")
    print(f"{len(links)} links, {int(both.sum())} between two listed firms")
    print(f"{len(firms)} firms, {len(tickers)} listed, {unlinked} of these without a link")


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
