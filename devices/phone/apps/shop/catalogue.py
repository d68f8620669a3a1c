"""What the shop sells. English texts; world.say() translates them. Prices in cents."""

from __future__ import annotations

from dataclasses import dataclass

CLOTHES, SHOES = ("XS", "S", "M", "L", "XL"), ("38", "39", "40", "41", "42", "43", "44")


@dataclass(frozen=True, slots=True)
class Article:
    """icon: a glyph's name. colours: what it comes in; none: it has no choice. sizes: likewise."""

    category: str
    name: str
    icon: str
    price: int
    about: str
    colours: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


_BASIC = ("Black", "White", "Blue")
_WARM = ("Red", "Sand", "Green")
ARTICLES = (
    Article("electronics", "Wireless headphones", "headphones", 8900, "Thirty hours of sound with one charge", _BASIC),
    Article("electronics", "Bluetooth speaker", "speaker", 4950, "Small, loud and safe from rain", ("Black", "Red", "Blue")),
    Article("electronics", "Tablet 11 inch", "tablet", 32900, "A bright screen for films and drawings", ("Black", "White")),
    Article("electronics", "Laptop stand", "laptop", 3450, "Lifts the screen to the height of your eyes"),
    Article("electronics", "Smart watch", "watch", 14900, "Counts steps, hours of sleep and heartbeats", _BASIC),
    Article("electronics", "Computer mouse", "mouse", 2490, "Quiet keys and a wheel that runs", _BASIC),
    Article("electronics", "Mechanical keyboard", "keyboard", 7990, "Every key says that it was pressed"),
    Article("electronics", "Phone charger", "power-plug", 1890, "Full in less than an hour"),
    Article("electronics", "Instant camera", "camera", 9900, "Pictures that you can hold a minute later", _WARM),
    Article("clothing", "Cotton T-shirt", "tshirt-crew", 1490, "Soft cotton that keeps its shape", _BASIC, CLOTHES),
    Article("clothing", "Striped T-shirt", "tshirt-crew", 1790, "Stripes for days by the sea", ("Blue", "Red"), CLOTHES),
    Article("clothing", "Running shoes", "shoe-sneaker", 7490, "Light soles for long ways", _BASIC, SHOES),
    Article("clothing", "Canvas sneakers", "shoe-sneaker", 4990, "They go with everything", _WARM, SHOES),
    Article("clothing", "Sunglasses", "sunglasses", 2990, "Full protection with a light frame", ("Black", "Brown")),
    Article("clothing", "Leather bag", "bag-personal", 8990, "Room for a book, a bottle and a day", ("Brown", "Black")),
    Article("clothing", "Silver necklace", "necklace", 5900, "A fine chain with a small stone"),
    Article("clothing", "Umbrella", "umbrella", 1990, "Stands up to strong wind", ("Black", "Red", "Blue")),
    Article("home", "Desk lamp", "lamp", 3990, "Warm or cold light, as you like", ("Black", "White")),
    Article("home", "Two-seat sofa", "sofa", 49900, "For two people or one long nap", ("Grey", "Green", "Sand")),
    Article("home", "Pillow", "bed", 2490, "Filled with down, for all who sleep on their side"),
    Article("home", "Wall clock", "clock-outline", 2790, "Silent hands on a plain face", _BASIC),
    Article("home", "Flower pot", "flower", 1290, "Clay from the potter round the corner", ("Sand", "Grey")),
    Article("home", "Table fan", "fan", 3490, "Three speeds against the summer", ("White", "Black")),
    Article("home", "Light bulbs, pack of 4", "lightbulb", 1190, "Warm light that lasts ten years"),
    Article("home", "Clothes hangers, pack of 20", "hanger", 1590, "Slim, and nothing slips off"),
    Article("kitchen", "Coffee mug", "coffee", 890, "Holds a large cup and keeps it warm", _WARM),
    Article("kitchen", "Teapot", "tea", 2990, "Glass, with a strainer for loose leaves"),
    Article("kitchen", "Water bottle", "bottle-soda", 1690, "Cold for a day, hot for a morning", _BASIC),
    Article("kitchen", "Kitchen scale", "scale", 1990, "To the gram, up to five kilograms"),
    Article("kitchen", "Wine glasses, set of 6", "glass-wine", 3490, "Thin glass on a long stem"),
    Article("kitchen", "Fruit basket", "basket", 2290, "Woven by hand"),
    Article("kitchen", "Noodle bowl", "noodles", 1390, "Deep enough for a whole soup", ("Blue", "White")),
    Article("kitchen", "Rice cooker", "rice", 5490, "Six cups, and it knows when it is done"),
    Article("sports", "Football", "soccer", 2490, "Sewn for grass and hall"),
    Article("sports", "Basketball", "basketball", 2690, "Good grip, indoors and outdoors"),
    Article("sports", "Tennis racket", "tennis", 8490, "Light frame for quick hands"),
    Article("sports", "City bike", "bike", 39900, "Seven gears and a basket", ("Green", "Black"), ("S", "M", "L")),
    Article("sports", "Yoga mat", "waves", 2990, "Thick, soft and easy to roll", _WARM),
    Article("sports", "Camping tent", "triangle-outline", 11900, "Up in five minutes, for two people", ("Green", "Sand")),
    Article("sports", "Head torch", "flashlight", 2190, "Lights the path a hundred metres ahead"),
    Article("sports", "Sailing gloves", "hand-back-right", 2590, "Hold the rope and spare the skin", (), ("S", "M", "L")),
    Article("toys", "Wooden train", "train", 3290, "Twelve parts that fit every track"),
    Article("toys", "Puzzle, 1000 pieces", "puzzle", 1890, "A map of the old town"),
    Article("toys", "Chess set", "chess-knight", 4490, "Beech and walnut, with a folding board"),
    Article("toys", "Toy robot", "robot-outline", 5990, "Walks, turns and waves", ("Red", "Blue")),
    Article("toys", "Bath duck", "duck", 690, "Swims upright"),
    Article("toys", "Game controller", "gamepad-variant", 5490, "For long evenings on the sofa", _BASIC),
    Article("toys", "Building blocks", "toy-brick", 2990, "A hundred blocks in eight colours"),
    Article("toys", "Dice, set of 10", "dice-multiple", 990, "For every game in the cupboard", _WARM),
    Article("books", "The Long Shore", "book", 1290, "A novel about a lighthouse and its last keeper"),
    Article("books", "Bread at Home", "baguette", 2490, "Sixty loaves from one oven"),
    Article("books", "Trees of the City", "tree", 1990, "What grows between the houses"),
    Article("books", "A Short History of Maps", "map", 1790, "How people drew what they had not seen"),
    Article("books", "Stars for Beginners", "star-circle", 1590, "What one sees without a telescope"),
    Article("books", "Learn to Paint", "palette", 2190, "Twenty lessons with water and colour"),
    Article("books", "Notebook, lined", "notebook", 690, "Paper that does not bleed", _WARM),
    Article("groceries", "Coffee beans, 1 kg", "coffee", 1690, "Roasted on Monday, here on Wednesday"),
    Article("groceries", "Olive oil", "bottle-soda", 1290, "Cold pressed, half a litre"),
    Article("groceries", "Apples, 2 kg", "food-apple", 590, "Crisp and a little sour"),
    Article("groceries", "Carrots, 1 kg", "carrot", 290, "With or without the green"),
    Article("groceries", "Mountain cheese", "cheese", 890, "Twelve months old, half a kilogram"),
    Article("groceries", "Eggs, pack of 10", "egg", 390, "From hens that see the sun"),
    Article("groceries", "Grapes, 500 g", "fruit-grapes", 450, "Dark and sweet"),
    Article("groceries", "Candy mix", "candy", 350, "Some of everything"),
)
REVIEWS = (
    (5, "Exactly what I was looking for."),
    (5, "Better than I expected. I would buy it again."),
    (5, "A present for my sister. She loves it."),
    (4, "Good quality for the price."),
    (4, "Arrived a day late, but I am happy with it."),
    (4, "Nice, though the box was damaged."),
    (3, "It is all right. Not more, not less."),
    (3, "Smaller than in the picture."),
    (2, "It broke after two weeks. I got my money back."),
    (1, "Not as described. I sent it back."),
)
"""Stars and what was written."""
