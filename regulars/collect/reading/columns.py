# ruff: noqa: E501
"""What a column may mean, and the headings that merchants give it, in English and Chinese and a few more.

Names are compared without case, spaces and punctuation (`headings.key`), so one spelling of each is enough.
A meaning that stands earlier wins where one heading fits two.
"""

PERSON = {
    "user_id": "customer id|customer_id|customerid|cust id|client id|user id|userid|member id|customer number|customer no"
    "|customer|customer_user|household_id|household key|buyer id|shopper id|account id|customer user id"
    "|客户编号|客户ID|客户id|客户号|会员编号|会员ID|会员号|用户ID|用户编号|买家ID|顾客编号|客戶編號|客戶ID|會員編號|會員ID|用戶ID|買家ID|顧客編號",
    "email": "email|e-mail|mail|email address|customer email|billing email|buyer email|contact email|customer_email"
    "|email (billing)|billing_email|邮箱|电子邮件|电子邮箱|邮件地址|客户邮箱|買家電郵|電郵|電子郵件|電子信箱|信箱|郵箱|客戶電郵",
    "phone": "phone|telephone|tel|mobile|mobile phone|home phone|mobile number|phone 1|cell phone|phone number|customer phone|billing phone|cell|cellphone"
    "|手机|手机号|手机号码|电话|电话号码|联系电话|联系方式|收货人手机|手機|手機號碼|電話|電話號碼|聯絡電話|行動電話",
    "name": "customer name|full name|buyer|buyer name|client|client name|billing name|recipient|contact name"
    "|客户姓名|客户名称|姓名|买家|买家姓名|会员名|收货人|收货人姓名|顾客姓名|客戶姓名|客戶名稱|買家|買家姓名|收件人|收貨人|顧客姓名",
    "given_name": "first name|firstname|given name|forename|forenames|given names|fname|first nm|vorname|prenom|billing first name|first_name|name first|primary name first|名|名字",
    "family_name": "last name|lastname|surname|family name|lname|last nm|nachname|nom de famille|billing last name|last_name|name last|primary name last|姓|姓氏",
    "company": "company|company name|organisation|organization|billing company|employer|primary name org|name org|公司|公司名称|单位|公司名稱|單位",
    "house": "street number|house number|house no|street no|number of house|门牌号|門牌號碼|門牌",
    "street": "address|street|address 1|address1|address line 1|street address|street name|addr|addr1|residential address|home address|strasse|rue|adresse|billing address|shipping address"
    "|billing address 1|billing street|addr line1|addr full|地址|详细地址|收货地址|街道|詳細地址|收貨地址|收件地址|家庭住址|住址|家庭地址|通讯地址|居住地址|联系地址|通訊地址|住家地址|戶籍地址|聯絡地址",
    "street2": "address 2|address2|address line 2|addr2|billing address 2|地址2",
    "city": "city|town|ort|stadt|ville|suburb|billing city|addr city|shipping city|城市|市|所在城市",
    "region": "state|province|region|county|billing state|addr state|billing province|省|省份|州|地区|省市|地區|縣市",
    "postcode": "postcode|post code|zip|zip code|zipcode|postal code|addr postal code|plz|code postal|billing postcode|billing zip|邮编|邮政编码|郵編|郵遞區號|郵政編碼",
    "country": "country|country code|nation|billing country|addr country|shipping country|customer country|国家|国家地区|國家|國家地區",
    "note": "note|notes|remark|remarks|comment|comments|customer note|order note|备注|买家留言|订单备注|備註|買家留言|訂單備註",
}

ORDER = {
    "order_number": "invoice|invoice no|invoiceno|invoice number|invoice id|order|order no|order number|order id|orderid"
    "|order_id|ordernumber|order name|order #|order reference|order ref|transaction id|transaction number|receipt"
    "|receipt number|receipt no|basket_id|basket id|sales order|document number|bestellnummer|numero de commande"
    "|订单号|订单编号|订单ID|订单|单号|发票号|交易号|交易编号|主订单编号|訂單號|訂單編號|訂單ID|訂單|單號|發票號碼|交易編號",
    "placed_at": "invoicedate|invoice date|order date|date|created at|created|order time|ordered at|placed at|order datetime"
    "|purchase date|transaction date|transaction timestamp|transaction_timestamp|timestamp|datetime|date time|sale date"
    "|order_date|date_created|order placed|bestelldatum|date de commande"
    "|下单时间|订单时间|订单日期|日期|下单日期|订单创建时间|创建时间|交易时间|购买时间|购买日期|付款时间|销售日期"
    "|下單時間|訂單時間|訂單日期|下單日期|訂單成立日期|建立時間|訂單建立時間|交易時間|購買日期|付款時間|銷售日期",
    "placed_time": "time|time of day|transaction time|时间|時間",
    "sku": "stockcode|stock code|sku|item code|item sku|product code|product id|product_id|item id|item number|article"
    "|article number|variant sku|item no|product sku|upc|ean|barcode|artikelnummer|material"
    "|商品编码|商品编号|货号|商品ID|产品编号|商品代码|商家编码|规格编码|商品編碼|商品編號|貨號|商品ID|產品編號|商品代碼|商品貨號",
    "title": "description|product|product name|item|item name|product title|title|lineitem name|line item|item description"
    "|article name|goods name|bezeichnung|designation|商品名称|商品|产品名称|宝贝标题|商品标题|名称|品名|商品名稱|產品名稱|商品標題|名稱",
    "variant": "variant|variant title|product variation|variation|option|options|规格|颜色分类|商品规格|規格|款式|選項",
    "category": "category|product category|department|product type|product group|分类|类别|商品分类|品类|分類|類別|商品分類|品類",
    "brand": "brand|vendor|manufacturer|品牌|供应商|供應商",
    "quantity": "quantity|qty|amount of items|units|item quantity|item count|items|pieces|count|quantity ordered|menge|quantite"
    "|数量|购买数量|商品数量|件数|销量|數量|購買數量|商品數量|件數",
    "unit_price": "price|unit price|unitprice|unit_price|item price|item cost|price each|selling price|product price|unit cost price"
    "|einzelpreis|prix unitaire|单价|价格|商品单价|售价|商品价格|成交单价|單價|價格|商品單價|售價|商品價格",
    "line_total": "line total|total price|amount|sales|sales value|sales_value|revenue|line amount|item total|net amount"
    "|extended price|subtotal|item subtotal|order line total|net sales|gross sales|betrag|montant"
    "|金额|小计|商品金额|总价|销售额|实付金额|商品总价|銷售額|金額|小計|商品金額|總價|實付金額|商品總價",
    "line_discount": "line discount|item discount|lineitem discount|discount|discount amount|折扣|优惠金额|商品优惠|優惠金額|商品優惠|折扣金額",
    "line_tax": "line tax|item tax|tax|vat|tax amount|vat amount|税|税额|稅|稅額",
    "unit_cost": "unit cost|cost|cost price|cost per item|purchase price|cogs|成本|成本价|单位成本|进价|成本價|單位成本|進價",
    "currency": "currency|currency code|order currency|order_currency|币种|货币|幣別|幣種|貨幣",
    "order_subtotal": "order subtotal|order_subtotal|订单小计|訂單小計",
    "order_discount": "order discount|order_discount|discount total|cart discount|订单优惠|訂單優惠|訂單折扣",
    "order_tax": "order tax|taxes|total tax|tax total|订单税额|訂單稅額",
    "order_shipping": "shipping|shipping cost|shipping amount|shipping total|order shipping|freight|postage|delivery fee"
    "|运费|邮费|快递费|運費|郵費|快遞費",
    "order_gift_card": "gift card|gift card amount|gift cards|礼品卡|礼品卡金额|禮品卡|禮物卡|禮品卡金額",
    "order_refunded": "refunded amount|refund|refund amount|amount refunded|order refund amount|退款金额|退款|退款金額",
    "order_total": "order total|total|grand total|order amount|order_total|total paid|订单金额|订单总额|总金额|应付金额|訂單金額|訂單總額|總金額|應付金額",
    "discount_codes": "coupon|coupon code|coupons|discount code|discount codes|promo code|voucher|voucher code|coupon_code"
    "|优惠码|优惠券|优惠券码|折扣码|優惠碼|優惠券|優惠券碼|折扣碼",
    "channel": "channel|sales channel|source|source name|platform|marketplace|渠道|销售渠道|来源|平台|渠道來源|銷售渠道|來源|通路",
    "order_state": "status|order status|state of order|订单状态|状态|交易状态|訂單狀態|狀態|交易狀態",
    "order_type": "type|order type|transaction type|document type|订单类型|类型|訂單類型|類型|售后类型",
    "payment_state": "payment status|financial status|paid|支付状态|付款状态|付款狀態|支付狀態",
    "parcel_state": "fulfillment status|fulfilment status|shipping status|delivery status|物流状态|发货状态|物流狀態|出貨狀態|發貨狀態",
    "parcel_number": "tracking number|tracking no|tracking code|tracking id|tracking|tracking numbers|shipment tracking"
    "|parcel number|parcel no|shipment number|consignment number|waybill|waybill number|airway bill|awb|sendungsnummer"
    "|numero de suivi|运单号|快递单号|物流单号|快递号|运单编号|包裹号|運單號|運單號碼|物流編號|追蹤編號|追蹤號碼|包裹編號|配送編號|托運單號|託運單號|宅配單號",
    "parcel_carrier": "carrier|courier|carrier name|shipping carrier|tracking company|shipping company|shipping provider"
    "|delivery company|delivery service|versanddienstleister|transporteur"
    "|快递公司|物流公司|承运商|配送公司|快遞公司|物流商|承運商|運送公司|宅配公司",
    "return_reason": "return reason|reason for return|refund reason|reason|cancel reason|cancellation reason|rma reason|retourengrund"
    "|退货原因|退款原因|售后原因|退換貨原因|退貨原因|售後原因|退货理由|退貨理由",
    "order_tags": "tags|order tags|labels|标签|订单标签|標籤|訂單標籤",
    "accepts_marketing": "accepts marketing|marketing consent|newsletter|opt in|接受营销|接受行銷",
    "cancelled_at": "cancelled at|canceled at|cancelled date|cancel time|取消时间|取消時間",
    "items": "line_items|line items|lineitems|products|product(s)|order items",
}

CUSTOMER = {
    **{role: names for role, names in PERSON.items() if role != "name"},
    "user_id": PERSON["user_id"]
    + "|record id|rec id|unique id|record number|external id|contact id|person id|id|编号|編號",
    "name": PERSON["name"] + "|primary name full|name full|name|名称|名稱|会员姓名|會員姓名",
    "language": "language|locale|preferred language|语言|語言",
    "born_on": "birthday|birth date|date of birth|dob|born|birthdate|birth day|born on|geburtsdatum|date de naissance|date naissance|生日|出生日期|出生年月日|出生年月",
    "tags": "tags|labels|groups|标签|客户标签|標籤|客戶標籤|會員標籤",
    "accepts_email": "accepts email marketing|email marketing consent|accepts marketing|email consent|newsletter|subscribed|email marketing|接受邮件营销|订阅|接受電郵行銷|訂閱",
    "accepts_sms": "accepts sms marketing|sms marketing consent|sms consent|sms marketing|接受短信营销|接受簡訊行銷",
    "email_consent_at": "email consent at|email consent time|consent time|consent at|consent date|consent timestamp|optin time"
    "|opt in time|confirm time|email marketing consent timestamp|email marketing consent date|subscribed at|同意时间|订阅时间"
    "|同意時間|訂閱時間",
    "sms_consent_at": "sms consent at|sms consent time|sms marketing consent timestamp|sms marketing consent date|短信同意时间|簡訊同意時間",
    "consent_source": "consent source|email consent source|consent method|optin source|opt in source|signup source|initial source"
    "|subscription source|同意来源|订阅来源|同意來源|訂閱來源",
    "consent_ip": "optin ip|opt in ip|consent ip|confirm ip|signup ip|consent ip address|同意ip|订阅ip|訂閱ip",
    "consent_list": "list name|mailing list|audience|audience name|subscription list|邮件列表|订阅列表|郵件名單|訂閱名單",
    "consent_reason": "unsubscribe reason|unsub reason|opt out reason|退订原因|退訂原因|取消訂閱原因",
    "email_suppressed": "email suppressions|email suppression|suppression reason|suppressed|bounce reason|禁发原因|禁發原因",
    "email_suppressed_at": "suppressed at|suppression time|suppression date|bounced at|clean time|禁发时间|禁發時間",
    "created_at": "created at|created|registered|registered at|registration date|sign up|sign up date|date registered|joined"
    "|customer since|注册时间|注册日期|创建时间|入会时间|註冊時間|註冊日期|建立時間|入會日期|加入日期",
}

PRODUCT = {
    "sku": ORDER["sku"] + "|variant id|id",
    "title": ORDER["title"] + "|name",
    "variant": ORDER["variant"],
    "category": ORDER["category"] + "|type|categories|product_category",
    "brand": ORDER["brand"],
    "price": ORDER["unit_price"] + "|regular price|variant price|list price|rrp|msrp",
    "currency": ORDER["currency"],
    "cost": ORDER["unit_cost"],
    "url": "url|link|product url|permalink|链接|商品链接|連結|商品連結",
    "image_url": "image|image url|image src|images|picture|图片|主图|圖片|主圖",
    "is_active": "active|status|published|is active|enabled|上架|状态|狀態",
}

COST = {
    "sku": ORDER["sku"] + "|id|variant id",
    "cost": ORDER["unit_cost"] + "|price|amount|金额|金額",
    "currency": ORDER["currency"],
    "from_on": "from|from date|valid from|date|effective|effective date|since|生效日期|日期|生效日",
}

WHO = {role: PERSON[role] for role in ("user_id", "phone")}

TICKET = {
    "email": PERSON["email"] + "|requester email|sender email|from email|请求者邮箱|請求者信箱",
    "ticket_number": "ticket id|ticket number|ticket no|ticket|case number|case id|conversation id|id|工单号|工单编号|工單號|工單編號|案件編號",
    **WHO,
    "name": "requester|requester name|customer name|full name|contact name|name|姓名|客户姓名|客戶姓名",
    "subject": "subject|title|summary|topic|主题|标题|主題|標題",
    "ticket_state": "status|state|ticket status|conversation status|状态|工单状态|狀態|工單狀態",
    "ticket_channel": "channel|via|source|ticket source|inbox|inbox name|origin|渠道|来源|通路|來源",
    "priority": "priority|urgency|优先级|優先順序|優先級",
    "opened_at": "created at|created time|created|created datetime|created date|creation date|opened at|opened|date|创建时间|提交时间|建立時間|提交時間",
    "changed_at": "updated at|last update time|updated|last activity at|last updated|updated datetime|更新时间|更新時間",
    "closed_at": "closed at|closed time|solved at|resolved time|resolved at|closed|closed datetime|closed date|解决时间|关闭时间|解決時間|關閉時間",
    "satisfaction": "satisfaction|satisfaction score|satisfaction rating|csat|csat score|survey results|survey score|rating|满意度|滿意度",
    "ticket_url": "url|link|ticket url|ticket link|链接|連結",
}

POINTS = {
    "user_id": PERSON["user_id"] + "|external id|merchant id|id",
    "email": PERSON["email"],
    "phone": PERSON["phone"],
    "points": "points|points balance|point balance|balance|current points|available points|points available|points approved"
    "|current balance|积分|积分余额|可用积分|點數|點數餘額|可用點數|紅利點數",
    "tier": "tier|vip tier|vip tier name|loyalty tier|loyalty tier name|membership level|level|会员等级|等级|會員等級|等級",
    "expires_on": "expires on|expires at|points expire at|points expiration|points expiry date|expiry date|expiration date|expiry"
    "|到期日|积分到期日|有效期|點數到期日|有效期限",
    "as_of": "as of|balance as of|updated at|last updated|exported at|截至|更新时间|更新時間",
    "program": "program|loyalty program|programme|积分计划|忠诚度计划|忠誠計畫|點數計畫",
}

SYNONYMS: dict[str, dict[str, str]] = {
    "orders": {**ORDER, **PERSON},
    "customers": CUSTOMER,
    "products": PRODUCT,
    "costs": COST,
    "tickets": TICKET,
    "points": POINTS,
}

NEEDED: dict[str, tuple[tuple[str, ...], ...]] = {
    "orders": (("order_number",), ("placed_at",), ("quantity", "items"), ("unit_price", "line_total", "items")),
    "customers": (("user_id", "email", "phone", "name", "given_name", "family_name", "company"),),
    "products": (("sku", "title"),),
    "costs": (("sku",), ("cost",)),
    "tickets": (("ticket_number",), ("opened_at",), ("user_id", "email", "phone")),
    "points": (("points",), ("user_id", "email", "phone")),
}
"""Of each group one meaning must be found, or the file is refused."""

DATES = frozenset(
    {
        "placed_at",
        "cancelled_at",
        "created_at",
        "born_on",
        "from_on",
        "email_consent_at",
        "sms_consent_at",
        "email_suppressed_at",
        "opened_at",
        "changed_at",
        "closed_at",
        "expires_on",
        "as_of",
    }
)
LENIENT = frozenset({"born_on"})
"""Dates that reject no row where they are none."""
NUMBERS = frozenset(
    [
        "quantity",
        "unit_price",
        "line_total",
        "line_discount",
        "line_tax",
        "unit_cost",
        "order_subtotal",
        "order_discount",
        "order_tax",
        "order_shipping",
        "order_gift_card",
        "order_refunded",
        "order_total",
        "price",
        "cost",
        "points",
    ]
)
