"""Names, streets and towns from which the people of the demo shop are put together.

Streets and combinations are invented; towns are real, so that maps and sales tax make sense.
Telephone numbers come only from ranges that regulators keep free for fiction (Ofcom, NANPA,
Bundesnetzagentur). China, Taiwan, Hong Kong and Ireland keep none that suits: nobody there has one.
"""

from dataclasses import dataclass

DOMAINS = ("example.com", "example.org", "example.net", "mail.example")
"""RFC 2606 keeps these for examples: a demo can never mail a stranger."""


@dataclass(frozen=True, slots=True)
class Town:
    """A town with its region and the beginning of its postcodes; Latin forms where they differ."""

    name: str
    region: str
    postcode: str
    latin_name: str = ""
    latin_region: str = ""


@dataclass(frozen=True, slots=True)
class Country:
    """Where customers live: their share, tax rates on food and goods, and what names look like."""

    code: str
    share: float
    language: str
    hours_ahead: int
    latin_share: float
    food_tax: float
    goods_tax: float
    postage: int
    style: int
    given: tuple[str, ...]
    family: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[Town, ...]
    phones: tuple[str, ...] = ()
    phone_digits: int = 3
    uses_euro: bool = False


NUMBER_FIRST, NUMBER_LAST, MAINLAND, TRADITIONAL = range(4)

_ENGLISH_GIVEN = tuple(
    "Ada Amelia Arthur Beatrice Callum Charlotte Clara Daniel Edith Eleanor Elsie Felix Florence Freya "
    "George Grace Hamish Harriet Henry Imogen Isla Ivy Jack Joanna Leo Lily Lucy Martha Matilda Nora "
    "Oliver Oscar Poppy Rosie Rowan Samuel Stella Theo Toby Violet".split()
)
_ENGLISH_FAMILY = tuple(
    "Abbott Ashdown Barlow Birch Blackwood Bramley Carver Clements Coldwell Crane Dale Draper Ellwood "
    "Fairfax Finch Garland Gibson Hadley Hartley Holloway Jarvis Keane Kendal Langley Marlow Mercer "
    "Nightingale Oakes Palmer Penrose Quick Redfern Sawyer Shepherd Tanner Thorne Underhill Vale Whitlock "
    "Yardley".split()
)
_GERMAN_GIVEN = tuple(
    "Anja Anton Birgit Carsten Clara Dieter Elke Emil Franziska Friedrich Greta Hannes Heike Ida Jonas "
    "Jörg Karla Katrin Lena Lukas Marlene Matthias Nele Oskar Paula Rüdiger Sabine Sönke Tilda Uwe".split()
)
_GERMAN_FAMILY = tuple(
    "Ahrens Bäcker Baumgart Brandt Ebert Falkenhain Gärtner Grünwald Hagedorn Heller Hübner Jansen Kessler "
    "Köhler Lindner Lüders Möller Nachtigall Ohlsen Petersen Quast Reinhold Schröder Steinbach Thies Uhlig "
    "Vogelsang Wendt Zeller".split()
)
# Written form and Latin letters, parted by a slash.
_SIMPLIFIED_FAMILY = tuple(
    "王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 黄/Huang 赵/Zhao 吴/Wu 周/Zhou 徐/Xu 孙/Sun 马/Ma 朱/Zhu "
    "胡/Hu 林/Lin 郭/Guo 何/He 高/Gao 罗/Luo 郑/Zheng 梁/Liang 谢/Xie 宋/Song 唐/Tang 欧阳/Ouyang".split()
)
_SIMPLIFIED_GIVEN = tuple(
    "美玲/Meiling 秀兰/Xiulan 建国/Jianguo 志强/Zhiqiang 晓梅/Xiaomei 雨桐/Yutong 子轩/Zixuan 浩然/Haoran "
    "欣怡/Xinyi 梓涵/Zihan 思远/Siyuan 佳琪/Jiaqi 静/Jing 伟/Wei 芳/Fang 磊/Lei 婷婷/Tingting 文博/Wenbo "
    "春华/Chunhua 明哲/Mingzhe 若曦/Ruoxi 云飞/Yunfei 海燕/Haiyan 嘉懿/Jiayi 一诺/Yinuo 清/Qing".split()
)
_TAIWAN_FAMILY = tuple(
    "陳/Chen 林/Lin 黃/Huang 張/Chang 李/Lee 王/Wang 吳/Wu 劉/Liu 蔡/Tsai 楊/Yang 許/Hsu 鄭/Cheng 謝/Hsieh "
    "郭/Kuo 洪/Hung 曾/Tseng 廖/Liao 賴/Lai 周/Chou 葉/Yeh".split()
)
_TAIWAN_GIVEN = tuple(
    "淑芬/Shufen 美惠/Meihui 雅婷/Yating 怡君/Yichun 志明/Chihming 俊傑/Chunchieh 家豪/Chiahao 宗翰/Tsunghan "
    "詩涵/Shihhan 欣妤/Hsinyu 冠宇/Kuanyu 承恩/Chengen 品妍/Pinyen 心怡/Hsinyi 柏翰/Pohan 惠雯/Huiwen".split()
)
_HONG_KONG_FAMILY = tuple(
    "陳/Chan 黃/Wong 李/Lee 何/Ho 梁/Leung 張/Cheung 林/Lam 鄭/Cheng 吳/Ng 劉/Lau 葉/Yip 鄧/Tang 馮/Fung "
    "蔡/Choi 曾/Tsang 許/Hui".split()
)
_HONG_KONG_GIVEN = tuple(
    "嘉欣/Kayan 詠詩/Wingsze 子健/Tszkin 俊文/Chunman 美儀/Meiyee 家樂/Kalok 慧敏/Waiman 偉明/Waiming 穎琳/Winglam "
    "浩賢/Hoyin 曉彤/Hiutung 志豪/Chiho".split()
)

_ENGLISH_STREETS = tuple(
    f"{name} {kind}"
    for kind in ("Lane", "Road", "Close", "Gardens")
    for name in "Rowanberry Kettlewick Foxmallow Larkhollow Saltmarsh Willowend Cobblestone Brackenhill "
    "Millfern Teasel".split()
)
_AMERICAN_STREETS = tuple(
    f"{name} {kind}"
    for kind in ("Avenue", "Street", "Drive")
    for name in "Maplecrest Junipergate Copperwood Bluejay Harborlight Prairieview Stonewater Cottonmill".split()
)
_GERMAN_STREETS = tuple(
    f"{name}{kind}"
    for kind in ("weg", "straße", "gasse")
    for name in "Teekannen Lindenblüten Kräuter Amselgrund Mühlbach Holunder Zimt Apfelgarten".split()
)
_SIMPLIFIED_STREETS = (
    "茶香路/Chaxiang Lu", "桂雨街/Guiyu Jie", "听泉路/Tingquan Lu", "竹影巷/Zhuying Xiang",
    "云栖大道/Yunqi Dadao", "荷风路/Hefeng Lu", "梅岭街/Meiling Jie", "青瓷路/Qingci Lu",
)  # fmt: skip
_TAIWAN_STREETS = (
    "茶香路/Chaxiang Road", "桂雨街/Guiyu Street", "聽泉路一段/Tingquan Road Sec. 1", "竹影巷/Zhuying Lane",
    "雲棲路/Yunqi Road", "荷風街/Hefeng Street",
)  # fmt: skip
_HONG_KONG_STREETS = (
    "茶香道/Cha Heung Road", "桂雨街/Kwai Yu Street", "聽泉里/Ting Chuen Lane", "雲影道/Wan Ying Road",
    "荷風街/Ho Fung Street",
)  # fmt: skip

_BRITISH_PHONES = (
    "+447700900", "+442079460", "+441134960", "+441144960", "+441154960", "+441164960", "+441174960",
    "+441184960", "+441214960", "+441314960", "+441414960", "+441514960", "+441614960", "+441914980",
    "+442920180", "+441632960",
)  # fmt: skip
_AMERICAN_PHONES = tuple(
    f"+1{area}55501"
    for area in (202, 206, 212, 213, 215, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 773, 808, 917)
)
_GERMAN_PHONES = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")

COUNTRIES = (
    Country(
        "GB", 0.46, "en", 0, 1.0, 0.0, 0.20, 395, NUMBER_FIRST,
        _ENGLISH_GIVEN, _ENGLISH_FAMILY, _ENGLISH_STREETS,
        (
            Town("London", "Greater London", "SE"), Town("Leeds", "West Yorkshire", "LS"),
            Town("Bristol", "Bristol", "BS"), Town("Edinburgh", "Midlothian", "EH"),
            Town("Manchester", "Greater Manchester", "M"), Town("Cardiff", "Cardiff", "CF"),
            Town("Norwich", "Norfolk", "NR"), Town("Brighton", "East Sussex", "BN"),
        ),
        _BRITISH_PHONES,
    ),
    Country(
        "DE", 0.12, "de", 1, 1.0, 0.07, 0.19, 890, NUMBER_LAST,
        _GERMAN_GIVEN, _GERMAN_FAMILY, _GERMAN_STREETS,
        (
            Town("Berlin", "Berlin", "10"), Town("Hamburg", "Hamburg", "22"), Town("Köln", "NRW", "50"),
            Town("München", "Bayern", "80"), Town("Leipzig", "Sachsen", "04"),
            Town("Münster", "NRW", "48"),
        ),
        _GERMAN_PHONES, uses_euro=True,
    ),
    Country(
        "IE", 0.03, "en", 0, 1.0, 0.0, 0.23, 790, NUMBER_FIRST,
        _ENGLISH_GIVEN, _ENGLISH_FAMILY, _ENGLISH_STREETS,
        (Town("Dublin", "Leinster", "D04 X"), Town("Cork", "Munster", "T12 X"), Town("Galway", "Connacht", "H91 X")),
        uses_euro=True,
    ),
    Country(
        "US", 0.14, "en", -6, 1.0, 0.0, 0.0, 1450, NUMBER_FIRST,
        _ENGLISH_GIVEN, _ENGLISH_FAMILY, _AMERICAN_STREETS,
        (
            Town("Portland", "OR", "97"), Town("Boston", "MA", "02"), Town("Chicago", "IL", "60"),
            Town("Austin", "TX", "78"), Town("Brooklyn", "NY", "11"), Town("Seattle", "WA", "98"),
        ),
        _AMERICAN_PHONES, phone_digits=2,
    ),
    Country(
        "CN", 0.11, "zh-hans", 8, 0.08, 0.0, 0.0, 1650, MAINLAND,
        _SIMPLIFIED_GIVEN, _SIMPLIFIED_FAMILY, _SIMPLIFIED_STREETS,
        (
            Town("杭州市", "浙江省", "310", "Hangzhou", "Zhejiang"), Town("上海市", "上海市", "200", "Shanghai", "Shanghai"),
            Town("北京市", "北京市", "100", "Beijing", "Beijing"), Town("成都市", "四川省", "610", "Chengdu", "Sichuan"),
            Town("广州市", "广东省", "510", "Guangzhou", "Guangdong"), Town("厦门市", "福建省", "361", "Xiamen", "Fujian"),
        ),
    ),
    Country(
        "TW", 0.07, "zh-hant", 8, 0.15, 0.0, 0.0, 1550, TRADITIONAL,
        _TAIWAN_GIVEN, _TAIWAN_FAMILY, _TAIWAN_STREETS,
        (
            Town("大安區", "台北市", "106", "Da'an District", "Taipei"), Town("西屯區", "台中市", "407", "Xitun District", "Taichung"),
            Town("東區", "台南市", "701", "East District", "Tainan"), Town("左營區", "高雄市", "813", "Zuoying District", "Kaohsiung"),
        ),
    ),
    Country(
        "HK", 0.07, "zh-hant", 8, 0.45, 0.0, 0.0, 1500, TRADITIONAL,
        _HONG_KONG_GIVEN, _HONG_KONG_FAMILY, _HONG_KONG_STREETS,
        (
            Town("灣仔", "香港島", "", "Wan Chai", "Hong Kong Island"), Town("旺角", "九龍", "", "Mong Kok", "Kowloon"),
            Town("沙田", "新界", "", "Sha Tin", "New Territories"),
        ),
    ),
)  # fmt: skip
