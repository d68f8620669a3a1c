"""The same for each of several things, which have to be found out first."""

from __future__ import annotations

from random import Random

from tasks.checks import All, File, OnlyChanged, Rows
from tasks.hand import Hand
from tasks.state import Row, State
from tasks.suites._apps import BOTH, FILES, RECORDER, SHOP, TASKS
from tasks.suites.phone_daily._checks import number_is
from tasks.suites.phone_daily._suite import DAY, chinese, midnight, number, only, spoken, update
from tasks.suites.phone_hard._oracles import CATEGORIES, EMPTY_CART, in_cart, pick_day, show_product
from tasks.suites.phone_hard._suite import SUITE, Kept, pick, reads
from tasks.task import Case

_SOUNDS = (
    ("Rain on the roof", "Speech for the wedding", "Bass line", "Swifts at dusk", "Directions to the hut"),
    ("屋顶上的雨", "婚礼致辞", "贝斯旋律", "黄昏的雨燕", "去小屋的路"),
)


@SUITE.task(steps=24, apps=(SHOP,), locales=BOTH)
def three_cheapest(draw: Random, fresh: State) -> Case:
    """One each of the three cheapest things of a category that there are."""
    shelves = dict[str, list[Row]]()
    for row in sorted(only(fresh.provider("shop_products"), "name"), key=lambda row: number(row, "price")):
        if row["stock"] and row["category"] in CATEGORIES:
            shelves.setdefault(str(row["category"]), []).append(row)
    clear = {name: rows for name, rows in shelves.items() if rows[2]["price"] != rows[3]["price"]}
    fitting = [name for name, rows in sorted(clear.items()) if not any(row["sizes"] for row in rows[:3])]
    category = draw.choice(fitting)
    wanted, label = shelves[category][:3], CATEGORIES[category]

    def oracle(hand: Hand) -> None:
        missing = [row for row in wanted if not in_cart(hand, number(row, "_id"))]
        if not missing:
            return
        show_product(hand, str(missing[0]["name"]), category, cheapest_first=True)
        colours = missing[0]["colours"]
        if isinstance(colours, list) and len(colours) > 1:
            chip = hand.reach(str(colours[0]))
            if not chip.checked:
                hand.tap_node(chip)
        hand.tap("Add to cart")

    return Case(
        says={
            "en-US": (
                f"Put the three cheapest products of the category “{label[0]}” that are in stock into the cart, one of each.",
                f"In the Shop, look through {label[0]} and add one each of the three lowest priced things that can be bought "
                "to my cart. Any colour will do.",
            ),
            "zh-CN": (
                f"把商店“{label[1]}”分类里有货的三样最便宜的商品各放一件到购物车",
                f"在商店的“{label[1]}”里找出价格最低、有货的三样东西，每样加一件到购物车，颜色随意。",
            ),
        },
        params={"category": category, "products": [row["_id"] for row in wanted]},
        prepare=(EMPTY_CART,),
        check=All(
            *(Rows("shop_cart", {"product": row["_id"], "quantity": 1}) for row in wanted),
            Rows("shop_cart", {}, count=3),
            OnlyChanged(rows=["shop_cart", "shop_searches"]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=30, apps=(TASKS,), locales=BOTH)
def overdue_to_tomorrow(draw: Random, fresh: State) -> Case:
    """Whatever is late is to be done tomorrow, in whatever list it stands."""
    names = {row["_id"]: str(row["name"]) for row in fresh.provider("task_lists")}
    todo = [row for row in fresh.provider("tasks") if not row["done"] and not row["parent"]]
    rows, today = only(todo, "title"), midnight(fresh.now)
    late = draw.sample(rows, 3)
    while len({row["list"] for row in late}) < 2:
        late = draw.sample(rows, 3)
    late.sort(key=lambda row: number(row, "list"))
    days = {number(row, "_id"): today - draw.randint(1, 6) * DAY for row in late}
    others = {number(row, "_id"): today + draw.choice((0, 2, 3, 5, 8)) * DAY for row in todo if row not in late}
    tomorrow = today + DAY

    def oracle(hand: Hand) -> None:
        now = {row["_id"]: number(row, "due") for row in hand.state.provider("tasks")}
        left = [row for row in late if now[row["_id"]] != tomorrow]
        if not left:
            return
        hand.app(TASKS)
        title, place = str(left[0]["title"]), number(left[0], "_id")
        if hand.page == "task":
            if hand.find("Next month"):
                pick_day(hand, tomorrow, fresh)
            if not any(field.text == title for field in hand.fields()):
                hand.press("back")
            hand.tap(spoken(days[place])[chinese(fresh)], part=True)
        chip = hand.find(names[left[0]["list"]])
        if chip is None or not chip.checked:
            hand.tap(names[left[0]["list"]])
        hand.tap(title, kind="LinearLayout")

    return Case(
        says={
            "en-US": (
                "Move every overdue task to tomorrow, in all of my lists.",
                "Some tasks are past their date. Go through all lists and make each of these due tomorrow, but no other",
            ),
            "zh-CN": (
                "把所有列表里过期的任务都改到明天",
                "有些任务已经过期了，请检查每个列表，把它们的日期都改成明天，其他任务不动。",
            ),
        },
        params={"late": [str(row["title"]) for row in late]},
        prepare=tuple(update("tasks", place, due=due) for place, due in {**days, **others}.items()),
        check=All(
            *(Rows("tasks", {"_id": row["_id"], "title": row["title"], "due": number_is(tomorrow)}) for row in late),
            Kept("tasks", besides=("due",)),
            OnlyChanged(rows=[f"tasks/{row['_id']}" for row in late]),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=20, apps=(RECORDER,), locales=BOTH)
def longest_recording(draw: Random, fresh: State) -> Case:
    """The longest gets another name, the shortest is thrown away."""
    rows = only(fresh.provider("recordings"), "name")
    seconds = dict(zip([number(row, "_id") for row in rows], draw.sample(range(20, 260), len(rows)), strict=True))
    order = sorted(rows, key=lambda row: seconds[number(row, "_id")])
    longest, shortest = order[-1], order[0]
    title = draw.choice([name for name in pick(draw, *_SOUNDS, fresh, 5) if name not in {row["name"] for row in rows}])
    folder = "/sdcard/Recordings"

    def oracle(hand: Hand) -> None:
        there = {row["_id"]: str(row["name"]) for row in hand.state.provider("recordings")}
        renamed = there[longest["_id"]] == title
        if renamed and shortest["_id"] not in there:
            return
        hand.app(RECORDER)
        if hand.page == "play":
            wanted = shortest if renamed else longest
            if hand.find("Name of the recording", kind="EditText"):
                hand.write(title, name="Name of the recording")
                hand.tap("Save")
            verb = "Delete" if renamed else "Rename"
            if hand.find(verb):
                hand.tap(verb)
            if not hand.sees(str(wanted["name"])):
                hand.press("back")
            hand.tap("More options")
        hand.tap(str((shortest if renamed else longest)["name"]))

    return Case(
        says={
            "en-US": (
                f"Rename the longest recording in Recorder to “{title}” and delete the shortest one.",
                f"Which of my recordings is the longest? Call it “{title}”. The shortest can go.",
            ),
            "zh-CN": (
                f"把录音机里最长的录音改名为“{title}”，再删掉最短的那条",
                f"找出最长的录音，名字改成“{title}”；最短的一条不要了，删掉。",
            ),
        },
        params={"longest": longest["name"], "shortest": shortest["name"]},
        prepare=tuple(update("recordings", place, duration=length * 1000) for place, length in seconds.items()),
        check=All(
            Rows("recordings", {"_id": longest["_id"], "name": reads(title)}),
            Rows("recordings", {}, count=len(rows) - 1),
            Rows("recordings", {"_id": shortest["_id"]}, count=0),
            File(str(shortest["path"]), there=False),
            OnlyChanged(
                rows=[f"recordings/{longest['_id']}", f"recordings/{shortest['_id']}", "recorder_player"],
                files=[str(longest["path"]), str(shortest["path"]), f"{folder}/{title}.wav"],
            ),
        ),
        oracle=oracle,
    )


@SUITE.task(steps=18, apps=(FILES,), locales=BOTH)
def file_invoices(draw: Random, fresh: State) -> Case:
    """Three of several downloads belong into a folder."""
    root = "/storage/emulated/0"
    inside = {path.rsplit("/", 1)[0] for path in fresh.files if path.startswith(f"{root}/Documents/")}
    folder = draw.choice(sorted(inside - {f"{root}/Documents"})).rsplit("/", 1)[1]
    stem, other = ("发票", "说明") if chinese(fresh) else ("Invoice", "Manual")
    numbers = draw.sample(range(100, 999), 5)
    wanted = {f"{stem} {number}.txt": f"{number}" for number in numbers[:3]}
    decoys = {f"{other} {number}.txt": f"{number}" for number in numbers[3:]}

    def oracle(hand: Hand) -> None:
        left = [name for name in wanted if f"{root}/Download/{name}" in hand.state.files]
        if not left:
            return
        hand.app(FILES)
        match hand.page:
            case "pick":
                here = hand.texts()
                if folder in here and not hand.find(folder, kind="LinearLayout"):
                    hand.tap("Move here")
                hand.tap(folder if hand.find(folder, kind="LinearLayout") else "Documents", kind="LinearLayout")
            case "folder" if hand.find("Move to…"):
                hand.tap("Move to…")
            case "folder" if hand.find(left[0], kind="LinearLayout"):
                for name in left:
                    row = hand.reach(name, kind="LinearLayout")
                    if not row.checked:
                        if name == left[0]:
                            hand.hold(name)
                        hand.tap_node(row, name)
                hand.tap("More options")
            case "":
                hand.tap("Downloads")
            case _:
                hand.press("back")

    return Case(
        says={
            "en-US": (
                f"Move all invoices from Downloads into the folder {folder} in Documents.",
                f"Some of my downloads are invoices (“{stem} …”). Put them all into Documents/{folder}, leave the rest there",
            ),
            "zh-CN": (
                f"把“下载”里的所有发票移到 Documents 里的“{folder}”文件夹",
                f"下载的文件里有几张发票（“{stem} …”），请全部移动到 Documents/{folder}，其他的不动。",
            ),
        },
        params={"files": [*wanted], "folder": folder},
        prepare=tuple(f"echo {text} > '/sdcard/Download/{name}'" for name, text in {**wanted, **decoys}.items()),
        check=All(
            *(File(f"{root}/Documents/{folder}/{name}", text=f"{text}\n") for name, text in wanted.items()),
            *(File(f"{root}/Download/{name}", there=False) for name in wanted),
            OnlyChanged(
                settings=["secure/files_sort", "secure/files_view"],
                files=[f"{root}/{where}/{name}" for name in wanted for where in ("Download", f"Documents/{folder}")],
            ),
        ),
        oracle=oracle,
    )
