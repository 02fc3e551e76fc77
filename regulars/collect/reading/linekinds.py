# ruff: noqa: E501
"""Tell postage, fees, manual entries, samples and gift cards from what a shop truly sells, by whole titles and codes.

A word inside a title says nothing: “POSTAGE STAMP MUG” is merchandise. Codes as short as a size (M, S) count only
where the title agrees or is missing.
"""

TAIL = r"(?: ?[:：\-–(（].*)?"

TITLES = {
    "postage": r"(?:(?:dotcom|royal mail|dhl|ups|fedex|usps|international|domestic|standard|express|next day|free|flat rate|local) )?"
    r"(?:postage|shipping|delivery|freight|carriage|p ?& ?p|post(?:age)? (?:and|&) packing|shipping (?:and|&) handling|versand|porto"
    r"|livraison)(?: (?:fee|charge|cost|rate|service|insurance|protection)s?)*"
    r"|(?:.{0,4})?(?:运费|邮费|快递费|配送费|物流费|運費|郵費|快遞費|宅配費|配送費|物流費)(?:险|補差|补差|差价|差價)?",
    "fee": r"(?:(?:bank|amazon|paypal|card|service|handling|transaction|payment|processing|admin|packaging|restocking|cod|gift wrap)"
    r" )?(?:fee|charge)s?|(?:平台|支付|代收|包装|服务|银行|安装|包裝|服務|銀行|安裝)?(?:手续费|手續費)|服务费|包装费|服務費|包裝費|安装费|安裝費",
    "manual": r"manual|discount|adjustment|adjust bad debt|adjustment by .*|sundry|misc(?:ellaneous)?|rounding|test product"
    r"|this is a test product.*|折扣|折让|折讓|调整|調整|调账|差价|补差价|差價|補差價|测试商品|測試商品|手工单|手工單",
    "sample": r"(?:free )?samples?|样品|樣品|试用装|試用裝|试用品|試用品|小样|小樣",
    "gift_card": r"(?:(?:e-?|digital |physical |virtual |store )?gift ?(?:card|voucher|certificate)s?)"
    r"|(?:\S+ )?gift ?(?:card|voucher|certificate)s?[ \-–(]*[£$€¥]? ?\d+(?:[.,]\d+)?\)?|(?:电子|電子)?(?:礼品卡|禮品卡|礼物卡|禮物卡|购物卡|禮券|储值卡|儲值卡)",
}
CODES = {
    "postage": r"POST|DOT|C2|CARRIAGE|SHIP|SHIPPING|SHIPPING[-_]FEE|DELIVERY|FREIGHT|POSTAGE",
    "fee": r"BANK CHARGES|AMAZONFEE|CRUK|FEE",
    "manual": r"M|D|B|ADJUST\d*|MANUAL|DISCOUNT|TEST\d+",
    "sample": r"S|SAMPLE|SAMPLES",
    "gift_card": r"GIFT[-_ ]?CARD|GIFT_\d+.*",
}
CERTAIN = r"BANK CHARGES|AMAZONFEE|TEST\d+|GIFT_\d+.*|DOT|POST"
"""Codes that nobody gives to a product, whatever the title says."""
PADDING = "upper(sku) = 'PADS' and abs(unit_price) <= 0.01"
"""One shop's filler line at a tenth of a penny; pads with a price are a product."""
BAD_DEBT = r"(?i).*(bad debt|坏账|壞帳|呆帐|呆帳).*"


def titles() -> str:
    """The columns that say, of each kind, whether a `title` is one of it."""
    return ", ".join(
        f"regexp_full_match(lower(title), '(?:{pattern}){TAIL}') as is_{kind}" for kind, pattern in TITLES.items()
    )


def sql() -> str:
    """The expression for the kind of a line, over its `sku`, its `title` and the columns of `titles`."""
    agrees = f"(title is null or upper(title) = upper(sku) or {' or '.join(f'is_{kind}' for kind in TITLES)})"
    branches = [
        f"when regexp_full_match(upper(sku), '{codes}') and (regexp_full_match(upper(sku), '{CERTAIN}') or {agrees}) then '{kind}'"
        for kind, codes in CODES.items()
    ]
    branches += [f"when is_{kind} then '{kind}'" for kind in TITLES]
    return f"case {' '.join(branches)} else 'merchandise' end"
