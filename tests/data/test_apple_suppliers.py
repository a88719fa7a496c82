"""The Apple data set: rebuilt byte for byte, counted, its places checked against addresses read singly."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pandas as pd
import pytest

FOLDER = Path(__file__).resolve().parents[2] / "data" / "apple-suppliers"

# Forty of the 380 Chinese addresses, drawn with random.Random(2018).sample over the source rows, and the code
# that reading the address gives, decided before the build was first run. A code that ends in 00 is a whole
# city's, where the address or the gazetteer knows no district.
SAMPLE = {
    "Foxconn Longhua Technology Park No 2 2nd Donghuan Road 10th Yousong Industrial District "
    "LonghuaTownBao'anShenzhenGuangdongChina": "440300",
    "1-5 Floor Section 3 Building 1 Honghualing Industrial South area Xili Town Nanshan District Shenzhen "
    "Guangdong China": "440305",
    "No 988 Shang Xue Road Malu Town Jia Ding District Shanghai China": "310114",
    "No 18 Tutong First Industrial District Tutong Changping Dongguan Guangdong China": "441900",
    "No D05 Zone D Air Port Section of LiangLu CunTan Free Trade Port Area YuBei District Chongqing China": ("500112"),
    "No 5 Furong 3rd Road Xishan Economic Development Zone Wuxi Jiangsu China": "320205",
    "No 888 Hezuo Road CDHT Western Park Chengdu Sichuan China": "510100",
    "699 NanXiang Road WuJiang Economic Development Zone Suzhou Jiangsu China": "320509",
    "No 198 South Fenglin Road Wujin National Hi-tech Industrial Zone Changzhou Jiangsu China": "320412",
    "No 7 Baiye Avenue Baiye Industrial City Liaobu Town Dongguan Guangdong China": "441900",
    "Foxconn Guanlan Technology Park North site Dashuikeng Village Guanlan Town Bao'an "
    "ShenzhenGuangdongChina": "440300",
    "No 77 Jinwen Road Zhuqiao Airport Industrial Zone Pudong New Area Shanghai China": "310115",
    "West of Rose Road and South of Bailing Road Kunshan Development Area Kunshan Jiangsu China": "320583",
    "No 99 Shaojing Road Kunshan Economical Technology Development Zone Kunshan Jiangsu China": "320583",
    "No 238 Shanhu Road Niushan Foreign Economy Industrial Zone Dongcheng District Dongguan Guangdong China": "441900",
    "No 68 West Huaihe Road Dalian Economic & Technical Development Zone Dalian Liaoning China": "210213",
    "9 Dongfu Road SIP Suzhou Jiangsu China": "320500",
    "General Bonded Zone East Zhenxing Road Zhengzhou Airport Zhengzhou Henan China": "410100",
    "No 1 Sec3 Chuangxin Road Chongzhou Economic Development District Chengdu Sichuan China": "510184",
    "3 Yayuan Road Bantian Subdistrict Longgang District Shenzhen Guangdong China": "440307",
    "No 99 Zhuyuan Road New District Suzhou Jiangsu China": "320505",
    "No 15 Cuiwei Road Tsuihang New District Zhongshan Guangdong China": "442000",
    "No 13 Keji Dong Road Shi Jie Town Dongguan Guangdong China": "441900",
    "A2 Facility B22 -A Land Plot Wuxi National High and New Tech Industrial Development Zone Wuxi Jiangsu "
    "China": "320214",
    "No 45 Nan Hu Road Wuzhong Economic Development Zone Suzhou Jiangsu China": "320506",
    "No 128 Chensong Road Kunshan High and New Technology Industrial Development Zone Kunshan Jiangsu China": "320583",
    "Sinco Industrial Park Huai Bei Road Huai De District Humen Dongguan Guangdong China": "441900",
    "No 21 Gucheng Road Suzhou-Suqian Industrial Park Suqian Jiangsu China": "321300",
    "No 18 Pan Long Shan Road Jiangyin Jiangsu China": "320281",
    "Middle ZhongXin Road Xian Sha Industry Gaobu Town Dongguan Guangdong China": "441900",
    "No 13-1 Lijiang Road XinWu District Wuxi Jiangsu China": "320214",
    "8th Factory Industrial Park of Weishi County Kaifeng Henan China": "410223",
    "No 11 Xinrui Road Science City of Guangzhou High-Tech Industrial Development Zone Guangzhou Guangdong "
    "China": "440112",
    "No 11 Haiyi Road Ching Tou Village Chang'an Town Dongguan Guangdong China": "441900",
    "The 1st Jingcheng two-way Yuyuan Industrial Part Huangjiang Town Dongguan Guangdong China": "441900",
    "No 21 Sai Da Shi Ji Road Xiqing Economic Development Zone Tianjin China": "120111",
    "201 ChangJiang South Road Kunshan Economic & Technical Development Zone Kunshan Jiangsu China": "320583",
    "71 North Road 2 Dongshen Tangxia Town Dongguan Guangdong China": "441900",
    "No 160 Fengli Street Suzhou Ind Park Suzhou Jiangsu China": "320500",
    "Flextronics Industrial Zone Shi Da Road Da Ling Shan Dongguan Guangdong China": "441900",
}

# Made-up addresses that a matcher of words gets wrong; the code, or None where the address does not say.
TRAPS = {
    # streets, rivers and villages named for a city or a district
    "No 1 Kunshan Road Shanghai China": "310000",
    "No 1 Songjiang Road Kunshan Jiangsu China": "320583",
    "No 2 Beijing Middle Road Yantai Shandong China": "370600",
    "No 8 Minhang 2nd Road Shanghai China": "310000",
    "No 8 Pudong South Road Shanghai China": "310000",
    "No 9 Panyu Rd Guangzhou Guangdong China": "440100",
    "No 9 Suzhou River North Shanghai China": "310000",
    "Putian Village Xiyang Town Meizhou Guangdong China": "441402",
    "Jiangbei Village Chongqing China": "500000",
    "No 3 Xishan Lu Wuxi Jiangsu China": "320200",
    # a street's city does not stand in for the city that is not said
    "No 1 Suzhou Road Jiangsu China": None,
    "No 1 Kunshan Road Jiangsu China": None,
    # a town that has the name of a district elsewhere
    "Panyu Town Guangzhou Guangdong China": "440100",
    "Dongcheng District Dongguan Guangdong China": "441900",
    "Dalang Town Dongguan Guangdong China": "441900",
    "Dalang Street Shenzhen Guangdong China": "440300",
    "Fuyong Street Shenzhen Guangdong China": "440306",
    # one spelling, two places: province and city decide
    "No 1 First Road Suzhou Jiangsu China": "320500",
    "No 1 First Road Suzhou Anhui China": "341300",
    "No 1 First Road Taizhou Jiangsu China": "321200",
    "No 1 First Road Taizhou Zhejiang China": "331000",
    "Jiangbei District Chongqing China": "500105",
    "Jiangbei District Ningbo Zhejiang China": "330205",
    "No 5 Taishan Guangdong China": "440781",
    "New District Suzhou Jiangsu China": "320505",
    "New District Wuxi Jiangsu China": "320214",
    "New District Zhengzhou Henan China": "410100",
    "Shiyan Town Shenzhen Guangdong China": "440306",
    "Shiyan Hubei China": "420300",
    "No 1 First Road Weinan Shanxi China": "610500",
    "No 1 First Road Taiyuan Shanxi China": "140100",
    "No 8 Ji’an Road Ji’an County Ji’an Jiangxi China": "360821",
    "No 8 Ji’an Road Ji’an Jiangxi China": "360800",
    # two districts of one city contradict each other
    "Nansha Panyu District Guangzhou Guangdong China": "440100",
    # not said, or not in the table
    "No 1 First Road Suzhou China": None,
    "New District Jiangsu China": None,
    "Industrial Park Guangdong China": None,
    "No 1 First Road Atlantis Guangdong China": None,
    "No 1 First Road Nanshan China": None,
    "China": None,
    "": None,
}


@pytest.fixture(scope="module")
def build() -> ModuleType:
    spec = importlib.util.spec_from_file_location("apple_suppliers_build", FOLDER / "build.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype="str", keep_default_na=False)


@pytest.fixture(scope="module")
def firms() -> pd.DataFrame:
    return read(FOLDER / "firms.csv")


@pytest.fixture(scope="module")
def sites(firms: pd.DataFrame) -> pd.DataFrame:
    return firms[firms["role"] == "supplier"]


def precision_of(adcode: str) -> str:
    return "city" if adcode.endswith("00") else "district"


def test_rebuilds_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, FOLDER / "build.py", tmp_path], check=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["firms.csv", "links.csv"]
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (FOLDER / made.name).read_bytes(), made.name


def test_every_source_row_is_a_site(sites: pd.DataFrame) -> None:
    source = read(FOLDER / "source" / "apple-supplier-list-2018.csv")
    assert len(source) == len(sites) == 808
    assert sites["address"].tolist() == source["supplier_address"].tolist()
    assert sites["supplier"].tolist() == source["supplier_name"].tolist()
    assert sites["region"].tolist() == source["country"].tolist()
    assert sites["supplier"].nunique() == 198
    assert (sites["region"] == "China").sum() == 380


def test_ids_are_unique_and_easy_to_type(firms: pd.DataFrame) -> None:
    assert firms["firm"].is_unique
    assert firms["firm"].str.fullmatch(r"apple|[a-z0-9]+(-[a-z0-9]+)*-[1-9][0-9]*").all()
    short = read(FOLDER / "source" / "companies.csv")
    assert len(short) == short["supplier"].nunique() == short["short"].str.lower().nunique() == 198


def test_sites_listed_twice_stay_two_rows(sites: pd.DataFrame) -> None:
    twice = sites[sites.duplicated(["supplier", "address"], keep=False)]
    assert twice["firm"].tolist() == ["jabil-wuxi-2", "jabil-wuxi-3", "catcher-suqian-1", "catcher-suqian-2"]


def test_every_site_supplies_apple(firms: pd.DataFrame, sites: pd.DataFrame) -> None:
    links = read(FOLDER / "links.csv")
    assert list(links.columns) == ["supplier", "buyer"]
    assert links["supplier"].tolist() == sites["firm"].tolist()
    assert set(links["buyer"]) == {"apple"}
    assert firms.loc[firms["role"] == "leader", "firm"].tolist() == ["apple"]


def test_at_least_nine_in_ten_chinese_sites_are_placed(sites: pd.DataFrame) -> None:
    china = sites[sites["region"] == "China"]
    assert china["precision"].isin(["district", "city"]).mean() >= 0.9
    # What SOURCE.md says.
    assert china["precision"].value_counts().to_dict() == {"district": 239, "city": 141}


def test_nothing_is_placed_abroad(sites: pd.DataFrame) -> None:
    abroad = sites[sites["region"] != "China"]
    assert set(abroad["precision"]) == {"none"}
    empty = ["province", "city", "district", "adcode", "longitude", "latitude"]
    assert (abroad[empty] == "").all(axis=None)


def test_codes_names_and_points_are_the_gazetteer_s(build: ModuleType, sites: pd.DataFrame) -> None:
    gazetteer = read(build.GAZETTEER)
    gazetteer = gazetteer.set_index(gazetteer["adcode"].str[:6])
    placed = sites[sites["precision"] != "none"]
    there = gazetteer.loc[placed["adcode"]]
    assert placed["longitude"].tolist() == there["longitude"].tolist()
    assert placed["latitude"].tolist() == there["latitude"].tolist()
    named = placed["district"].where(placed["precision"] == "district", placed["city"])
    assert named.tolist() == there["name"].tolist()
    assert (placed[["longitude", "latitude"]] != "").all(axis=None)


def test_every_place_word_is_in_the_gazetteer_and_in_an_address(build: ModuleType, sites: pd.DataFrame) -> None:
    places = read(FOLDER / "source" / "places.csv")
    assert set(places["adcode"]) <= set(read(build.GAZETTEER)["adcode"].str[:6])
    assert set(places["level"]) == {"province", "city", "district", "part"}
    assert not places.duplicated(["name", "adcode"]).any()
    addresses = ["".join(build.words(address)) for address in sites["address"]]
    idle = [name for name in places["name"] if not any("".join(build.words(name)) in text for text in addresses)]
    assert idle == ["Hefei", "Binzhou", "Shaanxi"]  # two right spellings, and the city of Zouping


def test_the_sample_is_forty_addresses_of_the_source(sites: pd.DataFrame) -> None:
    assert len(SAMPLE) == 40
    assert set(SAMPLE) <= set(sites.loc[sites["region"] == "China", "address"])


@pytest.mark.parametrize(("address", "adcode"), SAMPLE.items())
def test_hand_checked_sample(address: str, adcode: str, sites: pd.DataFrame) -> None:
    rows = sites[sites["address"] == address]
    assert len(rows) > 0
    assert set(rows["adcode"]) == {adcode}
    assert set(rows["precision"]) == {precision_of(adcode)}


@pytest.mark.parametrize(("address", "adcode"), TRAPS.items())
def test_traps(address: str, adcode: str | None, build: ModuleType) -> None:
    assert build.locate(address, build.read_places()) == adcode


def test_a_name_of_two_districts_waits_for_the_city(build: ModuleType) -> None:
    table = {
        "jiangsu": [build.Place("320000", "province")],
        "xuzhou": [build.Place("320300", "city")],
        "gulou": [build.Place("320106", "district"), build.Place("320302", "district")],
    }
    assert build.locate("Gulou District Jiangsu China", table) is None
    assert build.locate("Gulou District Xuzhou Jiangsu China", table) == "320302"


def test_a_site_without_a_place_is_described_as_such(build: ModuleType) -> None:
    assert build.describe(None, pd.DataFrame()) == {"precision": "none"}
