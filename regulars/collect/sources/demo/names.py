"""Names and streets of the demo shop's people; streets and combinations are invented.

Where the written form is not Latin, both stand side by side, parted by a slash.
"""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH_GIVEN = _words(
    "Ada Amelia Arthur Beatrice Callum Charlotte Clara Daniel Edith Eleanor Elsie Felix Florence Freya "
    "George Grace Hamish Harriet Henry Imogen Isla Ivy Jack Joanna Leo Lily Lucy Martha Matilda Nora "
    "Oliver Oscar Poppy Rosie Rowan Samuel Stella Theo Toby Violet"
)
ENGLISH_FAMILY = _words(
    "Abbott Ashdown Barlow Birch Blackwood Bramley Carver Clements Coldwell Crane Dale Draper Ellwood "
    "Fairfax Finch Garland Gibson Hadley Hartley Holloway Jarvis Keane Kendal Langley Marlow Mercer "
    "Nightingale Oakes Palmer Penrose Quick Redfern Sawyer Shepherd Tanner Thorne Underhill Vale Whitlock "
    "Yardley"
)
GERMAN_GIVEN = _words(
    "Anja Anton Birgit Carsten Clara Dieter Elke Emil Franziska Friedrich Greta Hannes Heike Ida Jonas "
    "Jörg Karla Katrin Lena Lukas Marlene Matthias Nele Oskar Paula Rüdiger Sabine Sönke Tilda Uwe"
)
GERMAN_FAMILY = _words(
    "Ahrens Bäcker Baumgart Brandt Ebert Falkenhain Gärtner Grünwald Hagedorn Heller Hübner Jansen Kessler "
    "Köhler Lindner Lüders Möller Nachtigall Ohlsen Petersen Quast Reinhold Schröder Steinbach Thies Uhlig "
    "Vogelsang Wendt Zeller"
)
# Written form and Latin letters, parted by a slash.
SIMPLIFIED_FAMILY = _words(
    "王/Wang 李/Li 张/Zhang 刘/Liu 陈/Chen 杨/Yang 黄/Huang 赵/Zhao 吴/Wu 周/Zhou 徐/Xu 孙/Sun 马/Ma 朱/Zhu "
    "胡/Hu 林/Lin 郭/Guo 何/He 高/Gao 罗/Luo 郑/Zheng 梁/Liang 谢/Xie 宋/Song 唐/Tang 欧阳/Ouyang"
)
SIMPLIFIED_GIVEN = _words(
    "美玲/Meiling 秀兰/Xiulan 建国/Jianguo 志强/Zhiqiang 晓梅/Xiaomei 雨桐/Yutong 子轩/Zixuan 浩然/Haoran "
    "欣怡/Xinyi 梓涵/Zihan 思远/Siyuan 佳琪/Jiaqi 静/Jing 伟/Wei 芳/Fang 磊/Lei 婷婷/Tingting 文博/Wenbo "
    "春华/Chunhua 明哲/Mingzhe 若曦/Ruoxi 云飞/Yunfei 海燕/Haiyan 嘉懿/Jiayi 一诺/Yinuo 清/Qing"
)
TAIWAN_FAMILY = _words(
    "陳/Chen 林/Lin 黃/Huang 張/Chang 李/Lee 王/Wang 吳/Wu 劉/Liu 蔡/Tsai 楊/Yang 許/Hsu 鄭/Cheng 謝/Hsieh "
    "郭/Kuo 洪/Hung 曾/Tseng 廖/Liao 賴/Lai 周/Chou 葉/Yeh"
)
TAIWAN_GIVEN = _words(
    "淑芬/Shufen 美惠/Meihui 雅婷/Yating 怡君/Yichun 志明/Chihming 俊傑/Chunchieh 家豪/Chiahao 宗翰/Tsunghan "
    "詩涵/Shihhan 欣妤/Hsinyu 冠宇/Kuanyu 承恩/Chengen 品妍/Pinyen 心怡/Hsinyi 柏翰/Pohan 惠雯/Huiwen"
)
HONG_KONG_FAMILY = _words(
    "陳/Chan 黃/Wong 李/Lee 何/Ho 梁/Leung 張/Cheung 林/Lam 鄭/Cheng 吳/Ng 劉/Lau 葉/Yip 鄧/Tang 馮/Fung "
    "蔡/Choi 曾/Tsang 許/Hui"
)
HONG_KONG_GIVEN = _words(
    "嘉欣/Kayan 詠詩/Wingsze 子健/Tszkin 俊文/Chunman 美儀/Meiyee 家樂/Kalok 慧敏/Waiman 偉明/Waiming "
    "穎琳/Winglam 浩賢/Hoyin 曉彤/Hiutung 志豪/Chiho"
)

ENGLISH_STREETS = tuple(
    f"{name} {kind}"
    for kind in ("Lane", "Road", "Close", "Gardens")
    for name in _words("Rowanberry Kettlewick Foxmallow Larkhollow Saltmarsh Willowend Cobblestone Brackenhill Teasel")
)
AMERICAN_STREETS = tuple(
    f"{name} {kind}"
    for kind in ("Avenue", "Street", "Drive")
    for name in _words("Maplecrest Junipergate Copperwood Bluejay Harborlight Prairieview Stonewater Cottonmill")
)
GERMAN_STREETS = tuple(
    f"{name}{kind}"
    for kind in ("weg", "straße", "gasse")
    for name in _words("Teekannen Lindenblüten Kräuter Amselgrund Mühlbach Holunder Zimt Apfelgarten")
)
SIMPLIFIED_STREETS = (
    "茶香路/Chaxiang Lu", "桂雨街/Guiyu Jie", "听泉路/Tingquan Lu", "竹影巷/Zhuying Xiang",
    "云栖大道/Yunqi Dadao", "荷风路/Hefeng Lu", "梅岭街/Meiling Jie", "青瓷路/Qingci Lu",
)  # fmt: skip
TAIWAN_STREETS = (
    "茶香路/Chaxiang Road", "桂雨街/Guiyu Street", "聽泉路一段/Tingquan Road Sec. 1", "竹影巷/Zhuying Lane",
    "雲棲路/Yunqi Road", "荷風街/Hefeng Street",
)  # fmt: skip
HONG_KONG_STREETS = (
    "茶香道/Cha Heung Road", "桂雨街/Kwai Yu Street", "聽泉里/Ting Chuen Lane", "雲影道/Wan Ying Road",
    "荷風街/Ho Fung Street",
)  # fmt: skip
