"""Landscapes and towns, drawn on a canvas with the canvas's own random numbers; and the colours that all motifs share."""

from __future__ import annotations

from devices.phone.scenes import Canvas, Colour, mix

WHITE: Colour = (255, 255, 255)
INK: Colour = (40, 38, 44)
SKIES: tuple[tuple[Colour, Colour], ...] = (
    ((86, 156, 224), (204, 228, 246)),
    ((60, 128, 206), (176, 214, 240)),
    ((250, 150, 96), (255, 222, 160)),
    ((86, 74, 140), (248, 156, 118)),
    ((150, 176, 198), (226, 232, 236)),
)
PETALS: tuple[Colour, ...] = ((232, 72, 104), (250, 178, 58), (158, 96, 208), (244, 244, 250), (240, 124, 168), (84, 130, 226))
COATS: tuple[tuple[Colour, Colour], ...] = (
    ((226, 150, 82), (250, 226, 196)),
    ((92, 90, 96), (214, 212, 216)),
    ((120, 84, 60), (222, 190, 158)),
    ((236, 226, 210), (255, 252, 246)),
)
CLOTHES: tuple[Colour, ...] = ((46, 110, 164), (178, 62, 74), (58, 130, 96), (110, 86, 156), (206, 140, 52))
SKINS: tuple[Colour, ...] = ((250, 214, 184), (228, 178, 138), (178, 122, 84), (118, 78, 54))
HAIR: tuple[Colour, ...] = ((48, 34, 28), (96, 62, 38), (190, 140, 74), (30, 28, 34), (150, 72, 42))


def _sky(canvas: Canvas, horizon: int, light: bool = True) -> tuple[Colour, Colour]:
    top, low = canvas.random.choice(SKIES)
    canvas.gradient(top, low, 0, horizon)
    if light:
        x, y = canvas.random.randrange(80, 400), canvas.random.randrange(70, 180)
        canvas.disc(x, y, 46, mix(low, WHITE, 1, 3))
        canvas.disc(x, y, 34, mix((255, 244, 200), low, 1, 8))
    for _ in range(canvas.random.randrange(2, 5)):
        _cloud(
            canvas,
            canvas.random.randrange(-20, 440),
            canvas.random.randrange(40, max(60, horizon - 120)),
            mix(low, WHITE, 2, 3),
        )
    return top, low


def _cloud(canvas: Canvas, x: int, y: int, colour: Colour) -> None:
    for dx, dy, radius in ((0, 0, 20), (26, -10, 26), (56, -2, 22), (80, 4, 14)):
        canvas.disc(x + dx, y + dy, radius, colour)
    canvas.box(x - 10, y + 2, x + 92, y + 20, colour, 9)


def hills(canvas: Canvas) -> None:
    _, low = _sky(canvas, 400)
    green = canvas.random.choice(((96, 150, 76), (128, 148, 66), (70, 132, 92)))
    for index, (base, height) in enumerate(((420, 120), (470, 110), (540, 90), (620, 70))):
        canvas.ridge(base, height, canvas.random.choice((96, 120, 160)), mix(low, green, index + 2, 5))
    for _ in range(14):
        x, y = canvas.random.randrange(10, 470), canvas.random.randrange(560, 625)
        _tree(canvas, x, y, canvas.random.randrange(16, 34), mix(green, (20, 50, 30), 1, 2))


def _tree(canvas: Canvas, x: int, y: int, size: int, colour: Colour) -> None:
    canvas.box(x - 2, y - size // 2, x + 3, y, (92, 66, 48))
    for part in range(3):
        wide = size * (4 - part) // 8
        foot = y - size // 3 - part * size // 3
        canvas.shape([(x - wide, foot), (x + wide, foot), (x, foot - size * 2 // 3)], mix(colour, WHITE, part, 14))


def mountains(canvas: Canvas) -> None:
    _, low = _sky(canvas, 420)
    rock: Colour = (92, 104, 126)
    for index, (base, height, step) in enumerate(((430, 230, 96), (480, 200, 120))):
        shade = mix(low, rock, index * 2 + 2, 4)
        tops = canvas.ridge(base, height, step, shade, sharp=True)
        for place in range(1, len(tops) - 1):
            if tops[place] < tops[place - 1] and tops[place] <= tops[place + 1] and tops[place] < base - 90:
                x, y = place * 8, tops[place]
                left, right = tops[max(0, place - 4)], tops[min(len(tops) - 1, place + 4)]
                canvas.shape(
                    [(x, y), (x - 32, left), (x - 12, y + 34), (x, y + 22), (x + 14, y + 38), (x + 32, right)], (246, 248, 252)
                )
    canvas.gradient(mix(low, (60, 120, 150), 2, 3), (36, 88, 116), 500, 640, 16)
    for _ in range(30):
        x, y = canvas.random.randrange(-20, 470), canvas.random.randrange(510, 636)
        canvas.box(x, y, x + canvas.random.randrange(20, 70), y + 2, mix((90, 150, 176), WHITE, 1, 4))
    for x in range(0, 480, 26):
        _tree(canvas, x + canvas.random.randrange(14), 512, canvas.random.randrange(30, 58), (34, 74, 62))


def sea(canvas: Canvas) -> None:
    horizon = canvas.random.randrange(300, 360)
    _, low = _sky(canvas, horizon)
    deep = canvas.random.choice(((22, 98, 148), (18, 120, 138), (46, 84, 138)))
    canvas.gradient(mix(low, deep, 2, 3), deep, horizon, 640, 24)
    for _ in range(60):
        y = canvas.random.randrange(horizon + 4, 552)
        x, wide = canvas.random.randrange(-20, 470), 6 + (y - horizon) // 5
        canvas.box(x, y, x + wide, y + 2, mix(deep, WHITE, 2, 5))
    x, y = canvas.random.randrange(90, 380), horizon + canvas.random.randrange(20, 70)
    canvas.shape([(x - 40, y), (x + 44, y), (x + 28, y + 18), (x - 28, y + 18)], (150, 62, 50))
    canvas.shape([(x, y - 4), (x, y - 96), (x + 44, y - 4)], WHITE)
    canvas.shape([(x - 6, y - 4), (x - 6, y - 78), (x - 34, y - 4)], (250, 214, 120))
    canvas.ridge(600, 50, 160, (240, 222, 178))
    canvas.ridge(632, 30, 120, (226, 202, 150))


def city(canvas: Canvas) -> None:
    _, low = _sky(canvas, 640)
    _houses(canvas, mix(low, (96, 112, 140), 1, 2), 300, None)
    _houses(canvas, (84, 96, 122), 420, (250, 236, 170))
    canvas.box(0, 588, 480, 640, (70, 74, 82))
    for x in range(10, 480, 60):
        canvas.box(x, 612, x + 32, 617, (232, 226, 200))


def night(canvas: Canvas) -> None:
    canvas.gradient((14, 18, 46), (66, 58, 108))
    for _ in range(90):
        x, y = canvas.random.randrange(480), canvas.random.randrange(330)
        canvas.box(x, y, x + 2, y + 2, (226, 230, 250))
    x = canvas.random.randrange(80, 400)
    canvas.disc(x, 120, 40, (248, 240, 206))
    canvas.disc(x + 16, 108, 36, mix((14, 18, 46), (66, 58, 108), 1, 5))
    _houses(canvas, (40, 42, 78), 330, (232, 190, 92))
    _houses(canvas, (26, 28, 54), 440, (250, 214, 110))
    canvas.gradient((24, 26, 50), (12, 14, 32), 588, 640, 8)


def _houses(canvas: Canvas, wall: Colour, top: int, window: Colour | None) -> None:
    x = -canvas.random.randrange(30)
    while x < 480:
        wide = canvas.random.randrange(48, 96)
        roof = top + canvas.random.randrange(0, 130)
        shade = mix(wall, INK, canvas.random.randrange(4), 12)
        canvas.box(x, roof, x + wide, 640, shade)
        if canvas.random.randrange(3) == 0:
            canvas.box(x + wide // 2 - 2, roof - 30, x + wide // 2 + 2, roof, shade)
        for row in range(roof + 14, 580, 26):
            for column in range(x + 10, x + wide - 14, 20):
                if window and canvas.random.randrange(5) < 3:
                    canvas.box(column, row, column + 9, row + 14, window)
        x += wide + canvas.random.randrange(0, 6)


def forest(canvas: Canvas) -> None:
    light = canvas.random.choice(((206, 226, 190), (244, 222, 170), (196, 220, 222)))
    canvas.gradient(mix(light, WHITE, 1, 2), light)
    for depth in range(4):
        colour = mix(light, (26, 66, 48), depth + 1, 4)
        foot = 410 + depth * 62
        for x in range(-10, 490, 52 + depth * 22):
            _tree(canvas, x + canvas.random.randrange(34), foot, 130 + depth * 44 + canvas.random.randrange(90), colour)
        canvas.ridge(foot + 6, 20, 120, mix(colour, (120, 110, 70), 1, 3))
    canvas.shape([(200, 640), (290, 640), (262, 520), (246, 470), (236, 520)], (212, 190, 146))
