"""The small tools, each with what a person would check first."""

from __future__ import annotations

import hashlib
import io
import threading
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import example, given
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
        ("grep -A 1 -n pear fruit", b"1:pear\n2-apple\n"),
        ("grep -B 1 pie fruit; grep -C 1 -m 1 fig fruit", b"apple\nApple pie\n\nfig 10\n"),
        ("grep -A 1 -E 'pear|fig 9' fruit", b"pear\napple\n--\nfig 9\n"),
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
        ("sed 's/p/P/' fruit | head -n 2", b"Pear\naPple\n"),
        ("sed -n '2,3p;$p' fruit", b"apple\nApple pie\nfig 9\n"),
        ("sed -E 's/(f)(ig) ([0-9]+)/\\3\\2&/;/^$/d;1d' fruit", b"apple\nApple pie\n10igfig 10\n9igfig 9\n"),
        ("sed '/pear/,/pie/d' fruit", b"\nfig 10\nfig 9\n"),
        ("sed -n '/fig/!p' fruit | wc -l", b"4\n"),
        ("sed 's/p/x/2;2q' fruit", b"pear\napxle\n"),
        ("sed -e 's|a|/|g' -e y/e/E/ fruit | head -n 1", b"pE/r\n"),
        ("sed -i 's/fig/FIG/' fruit; grep -c FIG fruit", b"2\n"),
        ("sed -n '$=' fruit; sed '1a\\ after\n1!d' fruit", b"6\npear\n after\n"),
        ("printf 'a\\nb' | sed s/b/c/", b"a\nc"),
        ("awk '{print $2}' table", b"b\n2\n\n"),
        ("awk -F '\\t' 'NF == 3 { print $3 \"-\" $1, NR }' table", b"c-a 1\n3-1 2\n"),
        ("awk '/fig/ { s += $2 } END { print s, NR }' fruit", b"19 6\n"),
        ("awk -v x=9 '$2 == x || NR == 1 { printf \"%s|%3d\\n\", $1, NR }' fruit", b"pear|  1\nfig|  6\n"),
        ('awk \'BEGIN { print 7 / 2, 7 % 3, 1 + 2 * 3, length("abc"), substr("hello", 2, 3) }\'', b"3.5 1 7 3 ell\n"),
        ('awk \'{ if ($2 > 9) print "big"; else if ($2 != "") print "small" }\' fruit', b"big\nbig\nsmall\n"),
        ("awk '!/[aA]/ && NF' fruit; awk 'NR % 2 == 0 { n++; next } END { print n }' fruit", b"fig 10\nfig 9\n3\n"),
        ("echo abc | xxd", b"00000000: 6162 630a                                abc.\n"),
        ("echo abc | xxd -p; echo 61620a | xxd -r -p", b"6162630a\nab\n"),
        ("printf abc | od -A d -t x1", b"0000000 61 62 63\n0000003\n"),
        ("printf 'a\\n' | od -c", b"0000000   a  \\n\n0000002\n"),
        ("cmp fruit fruit; echo $?; cmp fruit table", b"0\nfruit table differ: char 1, line 1\n"),
        ("dd if=fruit bs=1 skip=5 count=5 status=none", b"apple"),
        ("dd if=/dev/zero of=z bs=1k count=2 2>/dev/null; wc -c < z", b"2048\n"),
        ("gzip -c fruit | gunzip | cmp - fruit && echo same", b"same\n"),
        ("tac fruit | head -n 1; echo abc | rev", b"fig 9\ncba\n"),
        ("printf 'a\\nb\\n' | nl; printf 'a\\nb\\n' | paste -s -d ,", b"     1\ta\n     2\tb\na,b\n"),
        ("expr 3 + 4; expr 4 / 2 '*' 3; expr abc : 'a\\(.\\)'; expr 1 '>' 2", b"7\n6\nb\n0\n"),
        ("yes x | head -n 2; seq 99 | head -c 3", b"x\nx\n1\n2"),
        ("seq 9 | grep -m 2 '[5-9]'", b"5\n6\n"),
        ("printf 'a\\nb\\n' > p; printf 'b\\nc\\n' > q; comm -12 p q; diff -q p q", b"b\nFiles p and q differ\n"),
        ("diff -u p q; echo $?", b"2\n"),
        ("du -s d; du -a d/inner | head -n 1", b"12\td\n4\td/inner/deep\n"),
        ("df /sdcard | tail -n 1 | awk '{print $2, $6}'", b"117440512 /storage/emulated\n"),
        ("realpath fruit; readlink fruit; readlink -f fruit", b"/storage/emulated/0/fruit\n" * 2),
        (
            "mktemp; mktemp -d; ls /data/local/tmp",
            b"/data/local/tmp/tmp.0000000000\n/data/local/tmp/tmp.0000000001\ntmp.0000000000\ntmp.0000000001\n",
        ),
        ("file fruit d; printf '\\x89PNG\\r\\n\\x1a\\n' > i; file i", b"fruit: ASCII text\nd: directory\ni: PNG image data\n"),
        ("truncate -s 3 fruit; cat fruit", b"pea"),
        ("printf 'ab\\0abcd\\1' | strings", b"abcd\n"),
        ("echo abcdef | fold -w 4", b"abcd\nef\n"),
        ("A=1 printenv A; nproc; getenforce", b"1\n8\nEnforcing\n"),
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
        ("sed 's/a'", 1, b"sed: bad pattern: unterminated\n"),
        ("sed 'b' fruit", 1, b"sed: command 'b' is not known to this phone's sed; it knows s y p d q = n a i c\n"),
        ("sed 's/a/\\1/' fruit", 1, b"sed: no s//\\1/\n"),
        ("awk '{for(;;)x}' fruit", 1, b"awk: 'for' is not known to this phone's awk; it prints fields and compares them\n"),
        ("awk '{print a[1]}' fruit", 1, b"awk: arrays are not known to this phone's awk\n"),
        ("expr a + 1", 1, b"expr: non-integer argument\n"),
        ("ln -s fruit x", 1, b"ln: cannot create symbolic link from 'fruit' to 'x': Operation not permitted\n"),
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
@example("[1--]", "-E")
@example("[a&&b||c~~d[[]", "-E")
def test_any_pattern_is_a_pattern_or_refused(pattern: str, kind: str) -> None:
    made = MemoryFiles()
    made.write("/storage/emulated/0/pattern", pattern.encode())
    assert run(made, f'grep {kind} -e "$(cat pattern)"', b"ab\n")[0] in (0, 1, 2)
