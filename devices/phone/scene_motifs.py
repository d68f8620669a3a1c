"""What generated pictures show: a motif draws one picture on a canvas, with the canvas's own random numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from devices.phone.scene_land import CLOTHES, COATS, HAIR, INK, PETALS, SKINS, WHITE, city, forest, hills, mountains, night, sea
from devices.phone.scenes import Canvas, mix


def flowers(canvas: Canvas) -> None:
    ground = canvas.random.choice(((150, 190, 120), (196, 214, 168), (126, 170, 140)))
    canvas.gradient(mix(ground, WHITE, 1, 2), ground)
    petals = canvas.random.sample(PETALS, 3)
    places = [
        (canvas.random.randrange(30, 450), canvas.random.randrange(150, 560), canvas.random.randrange(26, 58))
        for _ in range(11)
    ]
    for x, y, size in sorted(places, key=lambda place: place[1]):
        stem = mix((56, 116, 62), ground, 1, 4)
        canvas.line([(x, y), (x + size // 4, 400 + y // 2)], stem, 6)
        canvas.disc(x + size // 2, y + size * 2, size // 2, stem, size // 4)
        colour = canvas.random.choice(petals)
        for dx, dy in ((0, -8), (6, -6), (8, 0), (6, 6), (0, 8), (-6, 6), (-8, 0), (-6, -6)):
            canvas.disc(x + dx * size // 12, y + dy * size // 12, size * 4 // 10, mix(colour, INK, 1 if dx * dy > 0 else 0, 9))
        canvas.disc(x, y, size * 4 // 10, (246, 196, 60))
        canvas.disc(x, y, size * 2 // 10, (206, 146, 40))


def food(canvas: Canvas) -> None:
    table = canvas.random.choice(((196, 150, 104), (150, 110, 84), (222, 206, 184)))
    for row in range(0, 640, 64):
        canvas.box(0, row, 480, row + 62, mix(table, WHITE, canvas.random.randrange(3), 14))
        canvas.box(0, row + 62, 480, row + 64, mix(table, INK, 1, 4))
    canvas.disc(246, 330, 196, mix(table, INK, 1, 3))
    canvas.disc(240, 320, 196, (250, 248, 244))
    canvas.disc(240, 320, 150, (234, 230, 222))
    dish = canvas.random.randrange(3)
    if dish == 0:  # a pizza
        canvas.disc(240, 320, 140, (206, 142, 72))
        canvas.disc(240, 320, 122, (248, 206, 100))
        for _ in range(13):
            x, y = 240 + canvas.random.randrange(-84, 85), 320 + canvas.random.randrange(-84, 85)
            canvas.disc(x, y, 18, (190, 56, 44))
            canvas.disc(x + 30, y + 14, 7, (86, 136, 62))
        for end in ((240, 182), (240, 458), (102, 320), (378, 320)):
            canvas.line([(240, 320), end], (226, 176, 84), 4)
    elif dish == 1:  # noodles with an egg
        canvas.disc(240, 320, 136, (150, 84, 44))
        for index in range(9):
            canvas.arc(240 + index * 12 - 60, 330, 70, 180 + index * 8, 340, (246, 214, 132), 7)
        canvas.disc(180, 280, 48, WHITE)
        canvas.disc(180, 280, 24, (250, 168, 44))
        for _ in range(24):
            x, y = canvas.random.randrange(160, 330), canvas.random.randrange(230, 410)
            canvas.box(x, y, x + 9, y + 9, (84, 152, 72), 3)
    else:  # a cake with berries
        canvas.slice(240, 340, 140, 200, 320, (250, 236, 214))
        canvas.slice(240, 352, 140, 200, 320, (172, 104, 78))
        canvas.slice(240, 372, 132, 204, 316, (250, 232, 206))
        for index in range(5):
            canvas.disc(160 + index * 40, 236 + (index - 2) ** 2 * 5, 16, (200, 40, 66))
    canvas.box(438, 180, 448, 470, (206, 208, 214), 5)
    canvas.box(26, 180, 36, 470, (206, 208, 214), 5)


def coffee(canvas: Canvas) -> None:
    table = canvas.random.choice(((120, 84, 62), (212, 190, 160), (88, 104, 112)))
    canvas.gradient(mix(table, WHITE, 1, 5), table)
    canvas.disc(250, 396, 188, mix(table, INK, 1, 3), 150)
    canvas.disc(240, 380, 188, (246, 244, 240), 150)
    canvas.disc(240, 376, 150, (226, 222, 216), 116)
    cup = canvas.random.choice(CLOTHES)
    canvas.disc(372, 320, 56, cup)
    canvas.disc(372, 320, 32, (236, 232, 226))
    canvas.box(118, 250, 362, 380, cup, 40)
    canvas.disc(240, 256, 122, mix(cup, WHITE, 1, 3), 92)
    canvas.disc(240, 256, 106, (118, 74, 46), 78)
    canvas.disc(240, 262, 58, (232, 204, 164), 42)
    canvas.shape([(182, 262), (298, 262), (240, 330)], (232, 204, 164))
    canvas.disc(240, 242, 14, (118, 74, 46), 18)


def cat(canvas: Canvas) -> None:
    _pet(canvas, pointed=True)


def dog(canvas: Canvas) -> None:
    _pet(canvas, pointed=False)


def _pet(canvas: Canvas, pointed: bool) -> None:
    wall = canvas.random.choice(((214, 222, 232), (236, 220, 206), (206, 224, 208), (228, 214, 232)))
    canvas.gradient(wall, mix(wall, WHITE, 1, 3))
    canvas.box(0, 540, 480, 640, mix(wall, (150, 110, 80), 2, 3))
    coat, light = canvas.random.choice(COATS)
    dark = mix(coat, INK, 1, 4)
    canvas.disc(240, 560, 150, coat, 190)
    canvas.disc(240, 590, 84, light, 150)
    if pointed:
        for side in (-1, 1):
            canvas.shape([(240 + side * 126, 240), (240 + side * 116, 92), (240 + side * 22, 190)], coat)
            canvas.shape([(240 + side * 108, 220), (240 + side * 104, 128), (240 + side * 48, 190)], (240, 176, 170))
    canvas.disc(240, 290, 140, coat, 124)
    if not pointed:
        for side in (-1, 1):
            canvas.disc(240 + side * 134, 290, 40, dark, 96)
    canvas.disc(240, 346, 66, light, 52)
    for side in (-1, 1):
        canvas.disc(240 + side * 58, 270, 26, WHITE if pointed else dark)
        canvas.disc(240 + side * 58, 272, 18, (96, 150, 90) if pointed else (60, 40, 30))
        canvas.disc(240 + side * 58, 272, 10, INK, 16 if pointed else 10)
        canvas.disc(246 + side * 58, 264, 5, WHITE)
        canvas.arc(240 + side * 22, 346, 22, 20, 160, INK, 4)
        if pointed:
            for tilt in (-16, 0, 16):
                canvas.line([(240 + side * 60, 344 + tilt // 2), (240 + side * 164, 340 + tilt * 2)], light, 3)
    canvas.shape([(220, 322), (260, 322), (240, 346)], (206, 110, 110) if pointed else INK)
    canvas.box(150, 410, 330, 430, canvas.random.choice(CLOTHES), 10)
    canvas.disc(240, 438, 16, (246, 196, 60))


def selfie(canvas: Canvas) -> None:
    wall = canvas.random.choice(((190, 206, 220), (226, 214, 196), (196, 216, 204)))
    canvas.gradient(mix(wall, WHITE, 1, 3), wall)
    canvas.box(318, 70, 450, 270, mix(wall, WHITE, 1, 2), 8)
    canvas.box(330, 82, 438, 258, (126, 170, 200))
    canvas.ridge(640, 4, 120, mix(wall, INK, 1, 9))
    skin, hair, shirt = canvas.random.choice(SKINS), canvas.random.choice(HAIR), canvas.random.choice(CLOTHES)
    long = canvas.random.randrange(2) == 0
    canvas.disc(236, 300, 140, hair, 150)
    if long:
        canvas.box(96, 300, 376, 500, hair, 60)
    canvas.disc(236, 650, 210, shirt, 160)
    canvas.box(192, 400, 280, 530, mix(skin, INK, 1, 9), 40)
    canvas.disc(236, 330, 112, skin, 136)
    canvas.slice(236, 262, 122, 186, 354, hair)
    for side in (-1, 1):
        canvas.disc(236 + side * 44, 330, 15, WHITE, 11)
        canvas.disc(236 + side * 44, 330, 8, INK)
        canvas.line([(214 + side * 44, 300), (258 + side * 44, 300)], hair, 7)
        canvas.disc(236 + side * 70, 380, 18, mix(skin, (236, 110, 100), 1, 4))
    canvas.line([(236, 340), (228, 376), (240, 380)], mix(skin, INK, 1, 4), 5)
    canvas.arc(236, 386, 42, 25, 155, (170, 60, 62), 8)


def chat(canvas: Canvas) -> None:
    canvas.box(0, 0, 480, 640, (246, 248, 252))
    canvas.box(0, 0, 480, 74, (11, 87, 208))
    canvas.disc(46, 38, 20, WHITE)
    canvas.box(82, 28, 82 + canvas.random.randrange(90, 220), 46, (200, 220, 250), 8)
    y = 100
    while y < 450:
        mine = canvas.random.randrange(2)
        lines, wide = canvas.random.randrange(1, 4), canvas.random.randrange(170, 320)
        x = 460 - wide if mine else 20
        canvas.box(x, y, x + wide, y + 26 + lines * 22, (211, 227, 253) if mine else (226, 230, 238), 18)
        for line in range(lines):
            end = x + wide - 18 - (canvas.random.randrange(20, 80) if line == lines - 1 else 0)
            canvas.box(x + 18, y + 18 + line * 22, end, y + 28 + line * 22, (96, 104, 120), 5)
        y += 44 + lines * 22
    canvas.box(20, 572, 400, 622, (226, 230, 238), 24)
    canvas.disc(438, 597, 24, (11, 87, 208))


def cover(canvas: Canvas) -> None:
    """The sleeve of an album: what counts lies in the square in the middle."""
    base = canvas.random.choice((*CLOTHES, (36, 40, 70), (214, 92, 70), (24, 110, 120)))
    accent = canvas.random.choice((*PETALS, (250, 226, 180)))
    pattern = canvas.random.randrange(5)
    canvas.gradient(mix(base, WHITE, 1, 5), mix(base, INK, 1, 4))
    if pattern == 0:
        for ring in range(7, 0, -1):
            canvas.disc(240, 320, ring * 30, mix(base, accent, ring % 2 * 3 + 1, 5))
    elif pattern == 1:
        for bar in range(12):
            tall = canvas.random.randrange(40, 320)
            canvas.box(48 + bar * 33, 500 - tall, 70 + bar * 33, 500, mix(accent, base, bar, 16), 8)
    elif pattern == 2:
        canvas.disc(240, 290, 120, accent)
        for line in range(6):
            canvas.box(100, 300 + line * 22, 380, 306 + line * 22 + line, base)
        canvas.ridge(540, 110, 96, mix(base, INK, 1, 2), sharp=True)
    elif pattern == 3:
        for _ in range(26):
            x, y, radius = canvas.random.randrange(480), canvas.random.randrange(60, 580), canvas.random.randrange(10, 60)
            canvas.disc(x, y, radius, mix(base, accent, canvas.random.randrange(1, 6), 6))
    else:
        for step in range(9):
            canvas.shape(
                [(step * 60 - 60, 560), (step * 60, 80), (step * 60 + 30, 80), (step * 60 - 30, 560)],
                mix(accent, base, step, 12),
            )
        canvas.disc(240, 320, 84, mix(base, INK, 1, 3))
        canvas.disc(240, 320, 24, accent)


MOTIFS: Mapping[str, Callable[[Canvas], None]] = {
    "hills": hills,
    "mountains": mountains,
    "sea": sea,
    "city": city,
    "night": night,
    "forest": forest,
    "flowers": flowers,
    "food": food,
    "coffee": coffee,
    "cat": cat,
    "dog": dog,
    "selfie": selfie,
    "chat": chat,
    "cover": cover,
}
