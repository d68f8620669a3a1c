"""The small tools, each with what a person would check first."""

from __future__ import annotations

import hashlib
import io
import threading
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.phone.adbd.files import MemoryFiles
from devices.phone.adbd.shell import Shell
from devices.phone.adbd.toybox import date_command

FRUIT = b"pear\napple\nApple pie\n\nfig 10\nfig 9\n"


@pytest.fixture
def files() -> MemoryFiles:
    made = MemoryFiles()
    made.write("/sdcard2/x", b"")
    made.write("/storage/emulated/0/fruit", FRUIT, mtime=1_700_000_000)
    made.write("/storage/emulated/0/table", b"a\tb\tc\n1\t2\t3\nplain\n")
    made.write("/storage/emulated/0/d/inner/deep", b"x" * 2000, mtime=0)
    return made


def run(files: MemoryFiles, line: str, stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    shell = Shell({"date": date_command(lambda: datetime(2024, 2, 3, 4, 5, 6, tzinfo=timezone(timedelta(hours=2))))}, files, {})
    out, err = io.BytesIO(), io.BytesIO()
    status = shell.run("cd /sdcard\n" + line, io.BytesIO(stdin), out, err, threading.Event())
    return status, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("line", "output"),
    [
        ("cat fruit", FRUIT),
        ("cat - fruit < table | wc -l", b"9\n"),
        ("grep apple fruit", b"apple\n"),
        ("grep -i APPLE fruit", b"apple\nApple pie\n"),
        ("grep -c fig fruit", b"2\n"),
        ("grep -vn '[a-z]' fruit", b"4:\n"),
        ("grep -o 'f.g [0-9]*' fruit", b"fig 10\nfig 9\n"),
        ("grep -E '^(pear|fig 9)$' fruit", b"pear\nfig 9\n"),
        ("grep '\\(p\\)\\1' fruit", b"apple\nApple pie\n"),
        ("grep -E 'p{2}' fruit", b"apple\nApple pie\n"),
        ("grep 'p{2}' fruit; echo $?", b"1\n"),
        ("grep -F 'g.' fruit; echo $?", b"1\n"),
        ("grep -w fi fruit; echo $?", b"1\n"),
        ("grep -e pear -h fruit", b"pear\n"),
        ("grep -l a fruit table", b"fruit\ntable\n"),
        ("grep 2 fruit table", b"table:1\t2\t3\n"),
        ("grep -r xx d | cut -c 1-14", b"d/inner/deep:x\n"),
        ("grep '[[:digit:]]' fruit", b"fig 10\nfig 9\n"),
        ("grep -q pear fruit && echo yes", b"yes\n"),
        ("echo visible=true | grep -E visible=true", b"visible=true\n"),
        ("head -n 2 fruit", b"pear\napple\n"),
        ("head -1 fruit", b"pear\n"),
        ("head -c 3 fruit", b"pea"),
        ("head -n -5 fruit", b"pear\n"),
        ("tail -n 1 fruit", b"fig 9\n"),
        ("tail -n +5 fruit", b"fig 10\nfig 9\n"),
        ("tail -c 3 fruit", b" 9\n"),
        ("wc -l < fruit", b"6\n"),
        ("wc fruit", b"6 8 35 fruit\n"),
        ("printf 'aé' | wc -m", b"2\n"),
        ("cut -f 2 table", b"b\n2\nplain\n"),
        ("cut -d ' ' -f 2 -s fruit", b"pie\n10\n9\n"),
        (
            "cut -c 2-3,5- table",
            b"\tbc\n\t23\nlan\n",
        ),
        ("sort fruit | head -n 3", b"\nApple pie\napple\n"),
        ("sort -k 2 -n fruit | tail -n 2", b"fig 9\nfig 10\n"),
        ("sort -r fruit | head -n 1", b"pear\n"),
        ("printf 'b\\na\\nb\\n' | sort -u", b"a\nb\n"),
        ("printf 'b\\nb\\na\\n' | uniq -c", b"      2 b\n      1 a\n"),
        ("printf 'b\\nb\\na\\n' | uniq -d", b"b\n"),
        ("echo hello | tr a-y b-z", b"ifmmp\n"),
        ("echo hello | tr '[:lower:]' '[:upper:]'", b"HELLO\n"),
        ("echo heelloo | tr -s eo", b"hello\n"),
        ("echo hello | tr -d l", b"heo\n"),
        ("printf 'a\\r\\n' | tr -d '\\r'", b"a\n"),
        ("seq 3; seq 2 3; seq 5 -2 1", b"1\n2\n3\n2\n3\n5\n3\n1\n"),
        ("printf abc | base64", b"YWJj\n"),
        ("echo YWJj | base64 -d", b"abc"),
        ("md5sum fruit", hashlib.md5(FRUIT).hexdigest().encode() + b"  fruit\n"),
        ("sha256sum < fruit", hashlib.sha256(FRUIT).hexdigest().encode() + b"  -\n"),
        ("basename /a/b.txt .txt; dirname /a/b.txt; dirname x", b"b\n/a\n.\n"),
        ("echo x | tee copy; cat copy", b"x\nx\n"),
        ("whoami; id -u", b"shell\n2000\n"),
        ("uname", b"Linux\n"),
        ("date", b"Sat Feb  3 04:05:06 UTC+02:00 2024\n"),
        ("date +%Y-%m-%d_%s; date -u +%H", b"2024-02-03_1706925906\n02\n"),
        ("ls", b"d\nfruit\ntable\n"),
        ("ls -a d", b".\n..\ninner\n"),
        ("ls -ld fruit", b"-rw-r--r-- 1 root root 35 2023-11-14 22:13 fruit\n"),
        ("ls -R d", b"d:\ninner\n\nd/inner:\ndeep\n"),
        ("ls -l d/inner", b"total 2\n-rw-r--r-- 1 root root 2000 1970-01-01 00:00 deep\n"),
        ("stat -c '%n %s %a %F %Y' fruit d", b"fruit 35 644 regular file 1700000000\nd 0 771 directory %d\n"),
        ("rm fruit; ls", b"d\ntable\n"),
        ("rm -r d; ls", b"fruit\ntable\n"),
        ("rm -f nope; echo $?", b"0\n"),
        ("mkdir -p p/q; mkdir p; echo $?; ls p", b"1\nq\n"),
        ("mv fruit veg; ls; mv veg d; ls d", b"d\ntable\nveg\ninner\nveg\n"),
        ("mv table fruit; wc -c < fruit", b"18\n"),
        ("cp fruit f2; cp -r d e; find e -type f", b"e/inner/deep\n"),
        ("touch new; wc -c new; stat -c %Y d/inner/deep", b"0 new\n0\n"),
        ("chmod 600 fruit; stat -c %a fruit", b"600\n"),
        ("find . -name 'f*' -o", b""),
        ("find d -type d", b"d\nd/inner\n"),
        ("find . -maxdepth 1 -name '*t'", b"./fruit\n"),
        ("find d -name deep -delete; find d", b"d\nd/inner\n"),
        ("find . -type f | sort | xargs -n 1 basename", b"deep\nfruit\ntable\n"),
        ("printf 'a b\\nc\\n' | xargs -I X echo '<X>'", b"<a b>\n<c>\n"),
        ("printf 'a b\\0c' | xargs -0 -n 1 echo", b"a b\nc\n"),
    ],
)
def test_output(files: MemoryFiles, line: str, output: bytes) -> None:
    _, out, _ = run(files, line)
    if b"%d" in output:
        output = output % files.stat("/storage/emulated/0/d").mtime
    assert out == output


@pytest.mark.parametrize(
    ("line", "status", "message"),
    [
        ("cat nope", 1, b"cat: nope: No such file or directory\n"),
        ("cat d", 1, b"cat: d: Is a directory\n"),
        ("ls -y", 1, b"ls: Unknown option 'y' (see \"ls --help\")\n"),
        ("rm d", 1, b"rm: d: Is a directory\n"),
        ("rm /system/bin", 1, b"rm: /system/bin: Is a directory\n"),
        ("touch /system/x", 1, b"touch: '/system/x': Read-only file system\n"),
        ("rmdir d", 1, b"rmdir: 'd': Directory not empty\n"),
        ("mv nope x", 1, b"mv: 'nope': No such file or directory\n"),
        ("mv d d/inner/x", 1, b"mv: 'd': Invalid argument\n"),
        ("cp d e", 1, b"cp: 'd': Is a directory\n"),
        ("cp -r d d/inner", 1, b"cp: 'd': Invalid argument\n"),
        ("grep '[' fruit", 2, b"grep: bad REGEX '[': no closing ]\n"),
        ("grep", 2, b"grep: no REGEX\n"),
        ("grep x nope", 2, b"grep: nope: No such file or directory\n"),
        ("head -n x fruit", 1, b"head: not integer: x\n"),
        ("seq 1 99999999", 1, b"seq: more than 1000000 numbers\n"),
        ("echo '???' | base64 -d", 1, b"base64: bad input\n"),
        ("cut fruit", 1, b"cut: Need -fcb\n"),
        ("sleep x", 1, b"sleep: bad time 'x'\n"),
        ("xargs -n 0 echo", 1, b"xargs: -n 0: bad number\n"),
    ],
)
def test_failure(files: MemoryFiles, line: str, status: int, message: bytes) -> None:
    found = run(files, line)
    assert (found[0], found[2]) == (status, message)


@given(st.binary(max_size=400))
def test_filters_do_not_change_what_they_pass_on(data: bytes) -> None:
    made = MemoryFiles()
    made.write("/storage/emulated/0/x", data)
    for line in ("cat x", "cat < x", "head -n 99999 x", "tail -n +1 x", "head -c 99999 x", "base64 x | base64 -d", "tee y < x"):
        assert run(made, line)[1] == data
    assert made.read("/storage/emulated/0/y") == data


@given(st.text(st.characters(codec="ascii", exclude_characters="\0\n"), max_size=30))
def test_fixed_patterns_are_taken_literally(text: str) -> None:
    made = MemoryFiles()
    made.write("/storage/emulated/0/pattern", text.encode())
    assert run(made, 'grep -cxF -e "$(cat pattern)"', f"{text}\n{text}x\n".encode())[1] == b"1\n"


@given(st.text("ab[]()*+?\\{}|^$.-1,:", max_size=12), st.sampled_from(["-E", ""]))
def test_any_pattern_is_a_pattern_or_refused(pattern: str, kind: str) -> None:
    made = MemoryFiles()
    made.write("/storage/emulated/0/pattern", pattern.encode())
    assert run(made, f'grep {kind} -e "$(cat pattern)"', b"ab\n")[0] in (0, 1, 2)
