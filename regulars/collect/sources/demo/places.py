"""Where the people of the demo shop live, with postage, tax, towns and telephone numbers.

Towns are real, so that maps and sales tax make sense. Telephone numbers come only from ranges that
regulators keep free for fiction (Ofcom, NANPA, Bundesnetzagentur). China, Taiwan, Hong Kong and
Ireland keep none that suits: nobody there has one.
"""

from dataclasses import dataclass

from regulars.collect.sources.demo import names

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


def _towns(*lines: str) -> tuple[Town, ...]:
    return tuple(Town(*line.split(", ")) for line in lines)


_BRITISH_PHONES = (
    "+447700900", "+442079460", "+441134960", "+441144960", "+441154960", "+441164960", "+441174960",
    "+441184960", "+441214960", "+441314960", "+441414960", "+441514960", "+441614960", "+441914980",
    "+442920180", "+441632960",
)  # fmt: skip
_AMERICAN_PHONES = tuple(
    f"+1{area}55501"
    for area in (202, 206, 212, 213, 303, 305, 312, 404, 415, 503, 512, 602, 612, 617, 702, 713, 773, 808)
)
_GERMAN_PHONES = ("+493023125", "+496990009", "+494066969", "+492214710", "+498999998")

COUNTRIES = (
    Country(
        code="GB",
        share=0.46,
        language="en",
        hours_ahead=0,
        latin_share=1.0,
        food_tax=0.0,
        goods_tax=0.2,
        postage=395,
        style=NUMBER_FIRST,
        given=names.ENGLISH_GIVEN,
        family=names.ENGLISH_FAMILY,
        streets=names.ENGLISH_STREETS,
        towns=_towns(
            "London, Greater London, SE",
            "Leeds, West Yorkshire, LS",
            "Bristol, Bristol, BS",
            "Edinburgh, Midlothian, EH",
            "Manchester, Greater Manchester, M",
            "Cardiff, Cardiff, CF",
            "Norwich, Norfolk, NR",
            "Brighton, East Sussex, BN",
        ),
        phones=_BRITISH_PHONES,
    ),
    Country(
        code="DE",
        share=0.12,
        language="de",
        hours_ahead=1,
        latin_share=1.0,
        food_tax=0.07,
        goods_tax=0.19,
        postage=890,
        style=NUMBER_LAST,
        given=names.GERMAN_GIVEN,
        family=names.GERMAN_FAMILY,
        streets=names.GERMAN_STREETS,
        towns=_towns(
            "Berlin, Berlin, 10",
            "Hamburg, Hamburg, 22",
            "Köln, NRW, 50",
            "München, Bayern, 80",
            "Leipzig, Sachsen, 04",
            "Münster, NRW, 48",
        ),
        phones=_GERMAN_PHONES,
        uses_euro=True,
    ),
    Country(
        code="IE",
        share=0.03,
        language="en",
        hours_ahead=0,
        latin_share=1.0,
        food_tax=0.0,
        goods_tax=0.23,
        postage=790,
        style=NUMBER_FIRST,
        given=names.ENGLISH_GIVEN,
        family=names.ENGLISH_FAMILY,
        streets=names.ENGLISH_STREETS,
        towns=_towns(
            "Dublin, Leinster, D04 X",
            "Cork, Munster, T12 X",
            "Galway, Connacht, H91 X",
        ),
        uses_euro=True,
    ),
    Country(
        code="US",
        share=0.14,
        language="en",
        hours_ahead=-6,
        latin_share=1.0,
        food_tax=0.0,
        goods_tax=0.0,
        postage=1450,
        style=NUMBER_FIRST,
        given=names.ENGLISH_GIVEN,
        family=names.ENGLISH_FAMILY,
        streets=names.AMERICAN_STREETS,
        towns=_towns(
            "Portland, OR, 97",
            "Boston, MA, 02",
            "Chicago, IL, 60",
            "Austin, TX, 78",
            "Brooklyn, NY, 11",
            "Seattle, WA, 98",
        ),
        phones=_AMERICAN_PHONES,
        phone_digits=2,
    ),
    Country(
        code="CN",
        share=0.11,
        language="zh-hans",
        hours_ahead=8,
        latin_share=0.08,
        food_tax=0.0,
        goods_tax=0.0,
        postage=1650,
        style=MAINLAND,
        given=names.SIMPLIFIED_GIVEN,
        family=names.SIMPLIFIED_FAMILY,
        streets=names.SIMPLIFIED_STREETS,
        towns=_towns(
            "杭州市, 浙江省, 310, Hangzhou, Zhejiang",
            "上海市, 上海市, 200, Shanghai, Shanghai",
            "北京市, 北京市, 100, Beijing, Beijing",
            "成都市, 四川省, 610, Chengdu, Sichuan",
            "广州市, 广东省, 510, Guangzhou, Guangdong",
            "厦门市, 福建省, 361, Xiamen, Fujian",
        ),
    ),
    Country(
        code="TW",
        share=0.07,
        language="zh-hant",
        hours_ahead=8,
        latin_share=0.15,
        food_tax=0.0,
        goods_tax=0.0,
        postage=1550,
        style=TRADITIONAL,
        given=names.TAIWAN_GIVEN,
        family=names.TAIWAN_FAMILY,
        streets=names.TAIWAN_STREETS,
        towns=_towns(
            "大安區, 台北市, 106, Da'an District, Taipei",
            "西屯區, 台中市, 407, Xitun District, Taichung",
            "東區, 台南市, 701, East District, Tainan",
            "左營區, 高雄市, 813, Zuoying District, Kaohsiung",
        ),
    ),
    Country(
        code="HK",
        share=0.07,
        language="zh-hant",
        hours_ahead=8,
        latin_share=0.45,
        food_tax=0.0,
        goods_tax=0.0,
        postage=1500,
        style=TRADITIONAL,
        given=names.HONG_KONG_GIVEN,
        family=names.HONG_KONG_FAMILY,
        streets=names.HONG_KONG_STREETS,
        towns=_towns(
            "灣仔, 香港島, , Wan Chai, Hong Kong Island",
            "旺角, 九龍, , Mong Kok, Kowloon",
            "沙田, 新界, , Sha Tin, New Territories",
        ),
    ),
)
