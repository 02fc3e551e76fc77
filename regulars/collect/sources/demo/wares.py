"""The goods of the demo shop by name; every name is ours."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Category:
    """A shelf of the shop; `is_food` decides the tax, `weight` how often it is bought."""

    name: str
    code: str
    weight: float
    return_rate: float
    is_food: bool = True
    is_by_weight: bool = True


@dataclass(frozen=True, slots=True)
class Ware:
    """A good before it is cut into sizes; `months` are the only ones in which it is sold well."""

    category: int
    title: str
    price: float
    months: tuple[int, ...] = ()


CATEGORIES = (
    Category("Green tea", "GRN", 1.3, 0.012),
    Category("Black tea", "BLK", 1.4, 0.010),
    Category("Oolong", "OOL", 0.9, 0.012),
    Category("Dark tea", "DRK", 0.5, 0.018),
    Category("Herbal", "HRB", 1.1, 0.010),
    Category("Matcha", "MAT", 0.7, 0.020),
    Category("Teaware", "WAR", 0.9, 0.075, is_food=False, is_by_weight=False),
    Category("Home", "HOM", 0.6, 0.110, is_food=False, is_by_weight=False),
    Category("Gifts", "GFT", 0.4, 0.050, is_food=False, is_by_weight=False),
)

BRANDS = ("Teahouse", "Heron & Reed", "Lanling Hills", "Otterbrook")

WINTER, SUMMER, AUTUMN, SPRING = (11, 12), (6, 7, 8), (9, 10), (4, 5)

WARES = (
    Ware(0, "Misty Ridge Green", 4.2),
    Ware(0, "Dragon Pond 龍池 Green", 6.9),
    Ware(0, "Jasmine Lantern", 3.9),
    Ware(0, "Sencha Harbor", 4.8),
    Ware(0, "Snail Spring First Flush", 8.5, SPRING),
    Ware(0, "Toasted Rice Green", 3.2),
    Ware(1, "Otterbrook Breakfast", 2.6),
    Ware(1, "Plum Hill Red 梅嶺紅", 5.4),
    Ware(1, "Smoky Pine", 3.8),
    Ware(1, "Earl Heron", 3.1),
    Ware(1, "Golden Bud Assam", 4.5),
    Ware(1, "Winter Orange Spice", 3.6, WINTER),
    Ware(1, "Himal Autumnal", 6.1),
    Ware(2, "Iron Bell 鐵鐘 Oolong", 5.6),
    Ware(2, "High Cloud Oolong 高雲", 7.8),
    Ware(2, "Honey Orchid Branch", 8.9),
    Ware(2, "Charcoal Moon", 6.4),
    Ware(2, "Milk Peak", 4.9),
    Ware(3, "Old Tree Cake 老樹", 7.2),
    Ware(3, "Cellar Brick", 4.6),
    Ware(3, "Tangerine Dark", 5.8),
    Ware(3, "Mini Nests", 3.7),
    Ware(4, "Peppermint Fen", 2.4),
    Ware(4, "Chrysanthemum & Goji 杞菊", 3.4),
    Ware(4, "Rooibos Ember", 2.7),
    Ware(4, "Lemon Verbena Sleep", 2.9),
    Ware(4, "Iced Berry Cooler", 2.8, SUMMER),
    Ware(4, "Ginger Hearth", 2.5),
    Ware(4, "Rose Garden", 3.3),
    Ware(5, "Matcha Daily", 7.5),
    Ware(5, "Matcha Ceremony 初昔", 14.5),
    Ware(5, "Matcha Kitchen", 4.9),
    Ware(5, "Hojicha Powder", 5.7),
    Ware(6, "Bamboo Whisk", 12.5),
    Ware(6, "Whisk Stand", 6.8),
    Ware(6, "Matcha Bowl, Ash Glaze", 24.0),
    Ware(6, "Glass Teapot 600 ml", 21.5),
    Ware(6, "Clay Teapot 紫砂", 58.0),
    Ware(6, "Lidded Cup 蓋碗", 15.5),
    Ware(6, "Stoneware Mug", 9.5),
    Ware(6, "Double Wall Glass", 8.4),
    Ware(6, "Fine Mesh Filter", 5.2),
    Ware(6, "Gooseneck Kettle", 74.0),
    Ware(6, "Travel Flask", 18.5),
    Ware(6, "Tea Tray, Walnut", 46.0),
    Ware(6, "Wooden Scoop", 3.6),
    Ware(7, "Linen Napkins, Set of 4", 16.0),
    Ware(7, "Beeswax Candle", 7.9),
    Ware(7, "Oak Serving Board", 27.5),
    Ware(7, "Wool Throw", 64.0, (10, 11, 12, 1)),
    Ware(7, "Incense Box 檀香", 11.5),
    Ware(7, "Ceramic Vase", 32.0),
    Ware(7, "Cotton Tea Towel", 6.5),
    Ware(7, "Paper Lantern", 4.4),
    Ware(7, "Storage Tin", 5.5),
    Ware(8, "Tasting Box, Twelve Teas", 19.5),
    Ware(8, "Moon Festival Box 中秋禮盒", 38.0, AUTUMN),
    Ware(8, "Advent Teas", 29.0, WINTER),
    Ware(8, "Matcha Starter Set", 36.0),
    Ware(8, "Pocket Sampler", 7.5),
    Ware(8, "Greeting Card", 2.8),
    Ware(8, "New Home Hamper", 55.0),
    Ware(8, "Gift Wrap", 3.5),
)

COMPLEMENTS = {
    "Matcha Daily": "Bamboo Whisk",
    "Matcha Ceremony 初昔": "Matcha Bowl, Ash Glaze",
    "Bamboo Whisk": "Whisk Stand",
    "Glass Teapot 600 ml": "Fine Mesh Filter",
    "Old Tree Cake 老樹": "Clay Teapot 紫砂",
    "Otterbrook Breakfast": "Stoneware Mug",
    "Tasting Box, Twelve Teas": "Greeting Card",
}
"""Who buys the left often takes the right beside it: pairs that a basket analysis should find."""
