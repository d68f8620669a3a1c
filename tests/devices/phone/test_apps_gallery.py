"""Gallery, used by touch, and the pictures that it shows: what counts is what the files say afterwards."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator

import numpy as np
import pytest
from app_finger import AppFinger
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from devices.phone import provider, scenes
from devices.phone.apps.gallery import album, index
from devices.phone.palette_png import encode
from devices.phone.retouch import NoPicture, Retouch, retouch
from devices.phone.world import make_world

CAMERA = "/sdcard/DCIM/Camera"


@pytest.fixture
def finger() -> Iterator[AppFinger]:
    made = AppFinger("com.android.gallery3d", seed=3)
    yield made
    made.close()


def picture(data: bytes) -> Image.Image:
    made = Image.open(io.BytesIO(data))
    made.load()
    return made


def newest(finger: AppFinger) -> dict[str, object]:
    return index.merged(finger.phone)[0]


# drawing


@given(st.integers(1, 40), st.integers(1, 40), st.randoms(use_true_random=False), st.integers(1, 256))
@settings(max_examples=60)
def test_an_encoded_picture_is_what_it_was(width: int, height: int, draw: object, colours: int) -> None:
    generator = np.random.default_rng(width * 1000 + height)
    runs = np.repeat(generator.integers(0, colours, width * height), generator.integers(1, 300, width * height))
    places = runs[: width * height].astype(np.uint8).reshape(height, width)
    palette = [(place, 255 - place, 7) for place in range(colours)]
    assert (np.asarray(picture(encode(places, palette, {"Location": "海边"}))) == places).all()


def test_long_runs_and_texts_survive() -> None:
    for length in (1, 2, 3, 4, 257, 258, 259, 260, 261, 262, 517, 519, 5000):
        made = picture(encode(np.full((1, length), 3, np.uint8), [(0, 0, 0)] * 4, {"Location": "حديقة"}))
        assert np.asarray(made).tolist() == [[3] * length]
        assert made.info["Location"] == "حديقة"


def test_scenes_are_small_quick_and_the_same_every_time() -> None:
    began = time.perf_counter()
    made = {kind: scenes.png(kind, "test") for kind in scenes.kinds()}
    assert time.perf_counter() - began < 0.05 * len(made)  # some 3 ms each; a busy machine may take longer
    assert max(map(len, made.values())) < 40_000
    scenes.picture.cache_clear()
    scenes._png.cache_clear()
    assert {kind: scenes.png(kind, "test") for kind in scenes.kinds()} == made


def test_a_world_has_28_pictures_in_four_albums_before_its_clock() -> None:
    world = make_world(5, ["com.android.gallery3d"])
    made = list(album.photos(world))
    assert len(made) == len({path for path, _, _ in made}) == 28
    assert len({path.rpartition("/")[0] for path, _, _ in made}) == 4
    assert all(date * 1000 < world.when() for _, _, date in made)
    assert made == list(album.photos(world))
    assert [data for _, data, _ in made] != [data for _, data, _ in album.photos(make_world(6, []))]


def test_retouching() -> None:
    data = scenes.png("hills", "x", {"Location": "Here"})
    turned = picture(retouch(data, Retouch(turns=1)))
    assert turned.size == (640, 480)
    assert turned.convert("RGB").getpixel((639, 0)) == picture(data).convert("RGB").getpixel((0, 0))
    assert picture(retouch(data, Retouch(square=True))).size == (480, 480)
    assert picture(retouch(data, Retouch(turns=0))).info["Location"] == "Here"
    grey = io.BytesIO()
    Image.new("RGB", (8, 6), (100, 100, 100)).save(grey, "JPEG")
    assert picture(retouch(grey.getvalue(), Retouch(brightness=50))).getpixel((3, 3)) == (50, 50, 50)
    with pytest.raises(NoPicture):
        retouch(b"no picture", Retouch())


# the app


def test_every_page_opens_by_its_activity(finger: AppFinger) -> None:
    for page in ("", "albums", "album", "photo", "details", "search", "trash", "edit"):
        finger.start(page)
        assert finger.phone.page == page


def test_rows_of_the_media_store_follow_the_files(finger: AppFinger) -> None:
    provider.refresh(finger.phone, "images")
    rows = finger.rows("images")
    assert len(rows) == 28
    assert sum(row["favourite"] for row in rows) == 4
    assert {row["album"] for row in rows} == {"Camera", "Holiday", "Screenshots", "Download"}
    assert all(row["width"] == 480 and row["height"] == 640 and row["mime"] == "image/png" for row in rows)
    assert {row["place"] for row in rows if row["place"]} <= {spot.name for spot in finger.phone.world.spots}
    finger.phone.files.remove(rows[0]["path"])
    finger.phone.files.write("/sdcard/Pictures/pushed.png", scenes.png("cat", "pushed"))
    provider.refresh(finger.phone, "images")
    after = {row["path"]: row for row in finger.rows("images")}
    assert rows[0]["path"] not in after
    assert (
        after["/storage/emulated/0/Pictures/pushed.png"]["taken"] // 1000
        == after["/storage/emulated/0/Pictures/pushed.png"]["added"]
    )
    before = finger.phone.store.generation
    provider.refresh(finger.phone, "images")
    assert finger.phone.store.generation == before


def test_swiping_turns_over_and_two_taps_zoom(finger: AppFinger) -> None:
    photos = index.merged(finger.phone)
    finger.start()
    finger.tap(photos[0]["name"])

    def shown() -> str:
        finger.phone.grab()
        return next(node.label for node in finger.phone.tree().walk() if node.label.endswith(".png"))

    assert shown() == photos[0]["name"]
    finger.phone.swipe(600, 800, 100, 800)
    assert shown() == photos[1]["name"]
    finger.phone.swipe(100, 800, 600, 800)
    finger.phone.swipe(100, 800, 600, 800)  # there is none before the first
    assert shown() == photos[0]["name"]
    finger.phone.tap(360, 800)
    finger.phone.tap(360, 800)
    finger.phone.swipe(600, 800, 100, 800)  # while it is large this moves it about
    assert shown() == photos[0]["name"]
    finger.back()
    assert finger.phone.page == "photo"


def test_favourites(finger: AppFinger) -> None:
    path = str(newest(finger)["path"])
    finger.start("photo", path=path)
    finger.tap("Add to favourites")
    assert [row["favourite"] for row in finger.rows("images") if row["path"] == path] == [1]
    finger.start("album", key="favourites")
    assert path.rpartition("/")[2] in finger.names()


def test_an_edited_copy_is_a_new_file(finger: AppFinger) -> None:
    path = str(newest(finger)["path"])
    before = finger.phone.files.read(path)
    finger.start("photo", path=path)
    finger.tap("Edit", "Rotate right", "Square")
    finger.back()
    assert "Discard your changes?" in finger.texts()
    finger.tap("Cancel", "Save copy")
    copy = path.replace(".png", "-edited.png")
    assert picture(finger.phone.files.read(copy)).size == (480, 480)
    assert finger.phone.files.read(path) == before
    assert finger.phone.page == "photo"


def test_the_next_picture_takes_the_place_of_a_deleted_one(finger: AppFinger) -> None:
    photos = index.merged(finger.phone)
    finger.start()
    finger.tap(photos[0]["name"], "Delete", "Move to bin")
    assert any(node.label == photos[1]["name"] for node in finger.phone.tree().walk())
    assert not finger.shows("This photo is no longer there")
    finger.start("photo", path="/sdcard/DCIM/none.png")
    assert finger.shows("This photo is no longer there")


def test_delete_restore_and_empty(finger: AppFinger) -> None:
    path = str(newest(finger)["path"])
    name = path.rpartition("/")[2]
    finger.start("photo", path=path)
    finger.tap("Delete", "Cancel")
    assert finger.phone.files.read(path)
    finger.tap("Delete", "Move to bin")
    assert name not in finger.phone.files.listdir(CAMERA)
    assert finger.phone.page == "photo"  # the next one is shown
    finger.start("trash")
    finger.tap(name, "Restore")
    assert finger.phone.files.read(path)
    finger.start()
    finger.hold(name)
    finger.tap("Delete", "Move to bin")
    finger.start("trash")
    finger.tap("Empty bin", "Delete")
    assert "Bin is empty" in finger.texts()
    assert len(finger.phone.files.listdir(CAMERA)) == 13


def test_a_new_album_takes_pictures(finger: AppFinger) -> None:
    path = str(newest(finger)["path"])
    name = path.rpartition("/")[2]
    finger.start("photo", path=path)
    finger.tap("More options", "Move to album", "New album")
    finger.write("name", "Holiday")
    finger.tap("Save")
    assert "There is already an item with this name" in finger.texts()
    finger.write("name", "Best")
    finger.tap("Save")
    assert finger.phone.files.listdir("/sdcard/Pictures/Best") == [name]
    finger.start("albums")
    assert "Best" in finger.texts()


def test_rename_keeps_the_ending_and_the_heart(finger: AppFinger) -> None:
    path = str(newest(finger)["path"])
    finger.start("photo", path=path)
    finger.tap("Add to favourites", "More options", "Rename")
    finger.write("name", "Spring")
    finger.tap("Save")
    assert "Spring.png" in finger.phone.files.listdir(CAMERA)
    assert next(row for row in index.merged(finger.phone) if row["name"] == "Spring.png")["favourite"] == 1


def test_search_by_place(finger: AppFinger) -> None:
    place = next(row["place"] for row in index.merged(finger.phone) if row["place"])
    finger.start("search")
    finger.tap(place)
    expected = {row["name"] for row in index.merged(finger.phone) if row["place"] == place}
    assert expected <= set(finger.names())
    finger.write("search", "nowhere at all")
    assert "No photos found" in finger.texts()


def test_wallpaper_asks(finger: AppFinger) -> None:
    finger.start("photo")
    finger.tap("More options", "Set as wallpaper", "Set")
    assert str(finger.phone.store.get("system", "wallpaper_image")).startswith(CAMERA)


def test_pushed_pictures_appear_and_damaged_ones_do_no_harm(finger: AppFinger) -> None:
    finger.start()
    finger.phone.files.write("/sdcard/Pictures/zz.png", b"not a picture")
    finger.phone.advance(1)
    finger.phone.files.write("/sdcard/Pictures/new.jpg", _jpeg())
    assert {"zz.png", "new.jpg"} <= set(finger.names())
    finger.tap("zz.png")
    finger.tap("Edit", "Square", "Save copy")
    assert "That did not work" in finger.texts()


def _jpeg() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), (200, 10, 10)).save(made, "JPEG")
    return made.getvalue()


def test_without_pictures(finger: AppFinger) -> None:
    for row in index.pictures(finger.phone.files):
        finger.phone.files.remove(row["path"])
    finger.start()
    assert "No photos yet" in finger.texts()
    for page in ("photo", "details", "edit"):
        finger.start(page)
        assert "This photo is no longer there" in finger.texts()
