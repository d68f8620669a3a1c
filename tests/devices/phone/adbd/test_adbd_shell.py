"""The shell language over files in memory."""

from __future__ import annotations

import io
import shlex
import threading
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from devices.phone.adbd.files import MemoryFiles
from devices.phone.adbd.language import MAX_LINE
from devices.phone.adbd.shell import Invocation, Shell


@dataclass
class Session:
    """A shell with a command `args` that remembers its arguments."""

    files: MemoryFiles = field(default_factory=MemoryFiles)
    calls: list[Invocation] = field(default_factory=list)
    cancelled: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.shell = Shell({"args": self.args, "fails": self.fails}, self.files, {"HOME": "/sdcard", "PATH": "/system/bin"})

    def args(self, call: Invocation) -> int:
        self.calls.append(call)
        return 0

    def fails(self, call: Invocation) -> int:
        raise FileNotFoundError(2, "No such file or directory", "/gone")

    def __call__(self, line: str, stdin: bytes = b"") -> tuple[int, str, str]:
        out, err = io.BytesIO(), io.BytesIO()
        status = self.shell.run(line, io.BytesIO(stdin), out, err, self.cancelled)
        return status, out.getvalue().decode("utf-8", "replace"), err.getvalue().decode("utf-8", "replace")


@pytest.fixture
def sh() -> Session:
    return Session()


OUTPUTS = {
    # quotes
    "echo a  b": "a b\n",
    "echo 'a  b' \"c  d\" e\\ f": "a  b c  d e f\n",
    "echo a'b'\"c\"": "abc\n",
    "echo '$HOME' \"$HOME\" \\$HOME": "$HOME /sdcard $HOME\n",
    'echo "a\\"b\\$c\\d"': 'a"b$c\\d\n',
    "echo $'a\\tb\\x41\\101'": "a\tbAA\n",
    "echo a\\\nb": "ab\n",
    "echo a#b # comment": "a#b\n",
    "echo '' | wc -c": "1\n",
    # joining
    "true && echo a || echo b": "a\n",
    "false && echo a || echo b": "b\n",
    "false; echo $?": "1\n",
    "! false && echo a": "a\n",
    "echo a; echo b\necho c": "a\nb\nc\n",
    "true &&\n\n echo a |\n cat": "a\n",
    # variables
    "x=1; echo $x ${x}2 \"$x\" '$x'": "1 12 1 $x\n",
    "x='a  b'; echo $x; echo \"$x\"": "a b\na  b\n",
    "x=1 y=2; echo $x$y": "12\n",
    "echo ${u:-default} ${u-d} ${HOME:+set} ${#HOME}": "default d set 7\n",
    ": ${v:=new}; echo $v": "new\n",
    'x=a; unset x; echo "[$x]"': "[]\n",
    "set -- a 'b c' d; echo $# $1 \"$2\" $3; shift; echo $1": "3 a b c d\nb c\n",
    'set -- a \'b c\'; for i in "$@"; do echo "<$i>"; done': "<a>\n<b c>\n",
    "x=1; (x=2; echo $x); echo $x": "2\n1\n",
    "x=1; { x=2; }; echo $x": "2\n",
    # substitution
    "echo $(echo a; echo b)": "a b\n",
    'echo "$(echo a; echo b)"': "a\nb\n",
    'echo `echo x` "`echo y`"': "x y\n",
    "echo $(echo $(echo ')'))": ")\n",
    "x=$(false); echo $?": "1\n",
    "echo $((1 + 2 * 3)) $(( (1+2) * 3 )) $((7 / -2)) $((7 % 3)) $((1 < 2 && 3 > 2))": "7 9 -3 1 1\n",
    "n=4; echo $((n * $n))": "16\n",
    # control
    "if false; then echo a; elif true; then echo b; else echo c; fi": "b\n",
    "for i in 1 2 3; do if [ $i = 2 ]; then continue; fi; echo $i; done": "1\n3\n",
    "i=0; while [ $i -lt 9 ]; do i=$((i+1)); if [ $i -gt 2 ]; then break; fi; echo $i; done": "1\n2\n",
    "i=0; until [ $i = 2 ]; do i=$((i+1)); done; echo $i": "2\n",
    "for i in a b; do for j in 1 2; do echo $i$j; done; done | tail -n 2": "b1\nb2\n",
    # redirections
    "echo a > /sdcard/f; echo b >> /mnt/sdcard/f; cat < /storage/emulated/0/f": "a\nb\n",
    "ls /nope 2> /dev/null; echo $?": "1\n",
    "(echo a; echo b >&2) 2>&1 | wc -l": "2\n",
    "echo a > /dev/null": "",
    "{ echo a; echo b; } > /sdcard/g; wc -l < /sdcard/g": "2\n",
    "ls /nope &> /sdcard/e; cat /sdcard/e": "ls: /nope: No such file or directory\n",
    "cat < /dev/null": "",
    # sessions
    "cd /sdcard; pwd; cd ..; pwd; cd; pwd; cd - > /dev/null; pwd": (
        "/storage/emulated/0\n/storage/emulated\n/storage/emulated/0\n/storage/emulated\n"
    ),
    "sh -c 'echo $0 $1' name arg": "name arg\n",
    "eval 'x=3'; echo $x": "3\n",
    "exec echo a; echo never": "a\n",
    "echo 'echo from $1' > /data/local/tmp/s.sh; sh /data/local/tmp/s.sh you": "from you\n",
    "X=1 env | grep ^X=": "X=1\n",
    "export A=b; sh -c 'echo $A'": "b\n",
    "command -v echo; type nope": "echo\nnope not found\n",
    "echo a b c | while read x y; do echo $y-$x; done": "b c-a\n",
    "printf '%s=%d;' a 1 b 0x10": "a=1;b=16;",
    "printf '%5s|%-5s|%05d|%%\\n' ab cd 42": "   ab|cd   |00042|%\n",
    "echo -n a; echo -e 'b\\tc'": "ab\tc\n",
    "/system/bin/echo hi": "hi\n",
    "export ANDROID_LOG_TAGS=\"''\"; exec echo log": "log\n",
    "echo input text a%sb": "input text a%sb\n",
    # here-documents
    "cat <<EOF\na $HOME $(echo x) \\$y 'q'\nEOF\necho end": "a /sdcard x $y 'q'\nend\n",
    "cat <<'EOF' | wc -l\n$x\n$(y)\nEOF": "2\n",
    "cat <<-A; cat <<B\n\t\tone\n\tA\ntwo\nB": "one\ntwo\n",
    "while read -r a b; do echo $b; done <<E\n1 2 3\n4 5\nE": "2 3\n5\n",
    "cat <<<$HOME": "/sdcard\n",
    # case
    "case abc in x) echo 1;; a*|b) echo 2;; *) echo 3; esac": "2\n",
    "for i in 1 b ''; do case $i in [0-9]) echo n;; '') echo e;; (*) echo w;; esac; done": "n\nw\ne\n",
    "case '*' in '*') echo star;; esac; case x in '*') echo no;; esac; echo $?": "star\n0\n",
    # functions
    "f() { echo $1 $#; return 4; }; f a b; echo $?": "a 2\n4\n",
    "function g { local x=in; echo $x; }; x=out; g; echo $x": "in\nout\n",
    "f() { y=1; }; f; echo $y; (y=2; f); echo $y": "1\n1\n",
    "f() if true; then echo yes; fi; f | tr a-z A-Z": "YES\n",
    # double brackets
    "[[ -n a && ! -z b || x == y ]]; echo $?": "0\n",
    "x='a b'; [[ $x == a* ]] && echo fits; [[ $x == 'a*' ]] || echo not": "fits\nnot\n",
    "[[ 3 -gt 2 && ( a < b ) && -d /sdcard ]] && echo yes": "yes\n",
    "[[ $nothing ]]; echo $?; [[ -f ]]; echo $?": "1\n0\n",
    # background
    "sleep 0.05 & echo $!; wait; echo done": "9001\ndone\n",
    "(sleep 0.05; echo late) & echo early; wait $!": "early\nlate\n",
    "echo a && echo b & wait; echo c": "a\nb\nc\n",
    # parts of values
    "x=/sdcard/a.tar.gz; echo ${x##*/} ${x#*/} ${x%.*} ${x%%.*}": "a.tar.gz sdcard/a.tar.gz /sdcard/a.tar /sdcard/a\n",
    "x=hello; echo ${x:1:3} ${x:3} ${x: -2} ${x/l/L} ${x//l/L} ${x//l}": "ell lo lo heLlo heLLo heo\n",
    "x='a*b'; echo \"${x%'*'*}\" \"${x#a}\"": "a *b\n",
    # splitting
    'IFS=:; x=a:b::c; for i in $x; do echo "<$i>"; done': "<a>\n<b>\n<>\n<c>\n",
    "echo a:b:c | while IFS=: read x y; do echo $y/$x; done": "b:c/a\n",
    "printf '  a b \\n' | while IFS= read -r line; do echo \"[$line]\"; done": "[  a b ]\n",
    "echo ~ ~/x '~' a~": "/sdcard /sdcard/x ~ a~\n",
    # pipes run side by side
    "yes | head -n 2; yes no | head -c 5": "y\ny\nno\nno",
    "set -e; false || echo on; if false; then :; fi; false; echo never": "on\n",
}


@pytest.mark.parametrize("line", OUTPUTS, ids=range(len(OUTPUTS)))
def test_what_a_line_prints(sh: Session, line: str) -> None:
    assert sh(line)[1] == OUTPUTS[line]


FAILURES = {
    "echo (": (1, "/system/bin/sh: syntax error: unexpected '('\n"),
    "echo a; ; echo b": (1, "/system/bin/sh: syntax error: unexpected ';'\n"),
    "echo a )": (1, "/system/bin/sh: syntax error: unexpected ')'\n"),
    "if true; then": (1, "/system/bin/sh: syntax error: unexpected EOF\n"),
    "fi": (1, "/system/bin/sh: syntax error: unexpected 'fi'\n"),
    "echo 'a": (1, "/system/bin/sh: no closing quote\n"),
    'echo "$(echo': (1, "/system/bin/sh: syntax error: unexpected EOF\n"),
    "& echo": (1, "/system/bin/sh: syntax error: unexpected '&'\n"),
    "cat << EOF": (1, "/system/bin/sh: here document 'EOF' unclosed\n"),
    "cat << $(x)\n": (1, "/system/bin/sh: syntax error: unexpected newline\n"),
    "case x in a) echo": (1, "/system/bin/sh: syntax error: unexpected EOF\n"),
    "[[ a": (1, "/system/bin/sh: syntax error: unexpected EOF\n"),
    "[[ a -eq b ]]": (1, "[[: a: bad number\n"),
    "f() echo": (1, "/system/bin/sh: syntax error: unexpected 'echo'\n"),
    "local x": (1, "local: not in a function\n"),
    "echo ${a!b}": (1, "/system/bin/sh: bad substitution\n"),
    "echo $((1/0))": (1, "/system/bin/sh: divide by zero\n"),
    "nope": (127, "/system/bin/sh: nope: inaccessible or not found\n"),
    "/usr/bin/python3 -c 1": (127, "/system/bin/sh: /usr/bin/python3: inaccessible or not found\n"),
    "cd /nope": (2, "/system/bin/sh: cd: /nope: No such file or directory\n"),
    "echo a > /system/x": (1, "/system/bin/sh: can't create /system/x: Read-only file system\n"),
    "cat < /nope": (1, "/system/bin/sh: can't open /nope: No such file or directory\n"),
    "echo a >&7": (1, "/system/bin/sh: 7: bad file descriptor\n"),
    "fails": (1, "fails: /gone: No such file or directory\n"),
    "exit 300": (44, ""),
    "echo ${x?gone}": (1, "/system/bin/sh: x: gone\n"),
    "[ a": (2, "[: missing ]\n"),
    "[ a -eq b ]": (2, "[: a: bad number\n"),
}


@pytest.mark.parametrize("line", FAILURES, ids=range(len(FAILURES)))
def test_how_a_line_fails(sh: Session, line: str) -> None:
    status, out, err = sh(line)
    assert (status, err) == FAILURES[line]
    assert out == ""


def test_a_syntax_error_runs_nothing(sh: Session) -> None:
    sh("args a; echo (")
    assert sh.calls == []


def test_state_lives_from_line_to_line(sh: Session) -> None:
    sh("x=1; cd /sdcard; false")
    assert sh("echo $? $x $PWD")[1] == "1 1 /storage/emulated/0\n"
    assert not sh.shell.exited
    sh("exit 3")
    assert sh.shell.exited


def test_what_a_command_gets(sh: Session) -> None:
    sh("export A=1; B=2; cd /sdcard; C=3 /system/bin/args 'x y' < /dev/null")
    (call,) = sh.calls
    assert call.argv == ("args", "x y")
    assert call.cwd == "/storage/emulated/0"
    assert (call.environ["A"], call.environ["C"], "B" in call.environ) == ("1", "3", False)


def test_commands_win_over_the_toybox() -> None:
    files, seen = MemoryFiles(), []
    shell = Shell({"ls": lambda call: seen.append(call.argv) or 5}, files, {})
    assert shell.run("ls -l", io.BytesIO(), io.BytesIO(), io.BytesIO(), threading.Event()) == 5
    assert seen == [("ls", "-l")]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("*.txt", "a.txt b.txt"),
        ("?.txt", "a.txt b.txt"),
        ("[!a].txt", "b.txt"),
        ("sub/*", "sub/c"),
        ("*/c", "sub/c"),
        ("/sdcard/g/s*", "/sdcard/g/sub"),
        ("'*'.txt", "*.txt"),
        ("\\*", "*"),
        ("none*", "none*"),
        (".*", ".hidden"),
        ("[", "["),
        ("[z-a]*", "[z-a]*"),
    ],
)
def test_file_name_patterns(sh: Session, pattern: str, found: str) -> None:
    sh("mkdir -p /sdcard/g/sub; cd /sdcard/g; touch a.txt b.txt sub/c .hidden")
    assert sh(f"echo {pattern}")[1].split() == found.split()


def test_a_variable_in_quotes_is_no_pattern(sh: Session) -> None:
    sh("cd /sdcard; touch a; x='*'")
    assert sh('echo $x "$x"')[1] == "a *\n"


# limits


@pytest.mark.parametrize(
    "line",
    [
        "(" * 500 + "echo" + ")" * 500,
        "$(" * 500 + "echo" + ")" * 500,
        "echo " + "${x:-" * 500 + "}" * 500,
        'x=\'eval "$x"\'; eval "$x"',
        "echo 'sh /data/local/tmp/r' > /data/local/tmp/r; sh /data/local/tmp/r",
        "x=" + "a" * 1000 + "; for i in 1 2 3 4 5 6 7 8 9 10 11 12 13; do x=$x$x$x; done; echo $x",
        "echo $(seq 1000000)",
        "echo " + "$((" * 300 + "1" + "))" * 300,
        "echo $((" + "-" * 5000 + "1))",
        "[ " + "! " * 5000 + "a ]",
        "echo " + "a" * MAX_LINE,
        "if true; then " * 100 + "echo" + "; fi" * 100,
    ],
    ids=range(12),
)
def test_limits_are_errors_of_the_shell(sh: Session, line: str) -> None:
    status, out, err = sh(line)
    assert status in (1, 2, 126)
    assert out == ""
    assert err.count("\n") == 1
    assert sh("echo alive")[1] == "alive\n"


def test_cancelling_ends_loops_and_waiting(sh: Session) -> None:
    done = threading.Event()

    def run(line: str) -> None:
        sh(line)
        done.set()

    for line in ("while true; do :; done", "sleep 1000", "while :; do sleep 1000; done | cat"):
        done.clear()
        sh.cancelled.clear()
        threading.Thread(target=run, args=(line,), daemon=True).start()
        assert not done.wait(0.05)
        sh.cancelled.set()
        assert done.wait(5)


# properties

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200)
ALPHABET = "ab1 \n\t;&|()<>'\"\\$`{}[]*?!#=-~x/.:+%@"
PIECES = [
    "if", "then", "else", "elif", "fi", "for", "in", "do", "done", "while false", "until true", "case", "!", "{", "}", "(", ")",
    "&&", "||", "|", ";", "\n", "&", "<", ">", ">>", "2>&1", "&>", "<<", "$(", "`", "$((", "))", "${", "x", "}", "'", '"', "\\",
    "$x", "$@", "$?", "=", "x=1", "echo", "args", "cat", "ls", "grep", "sort", "head", "cut", "tr", "find", "printf", "test",
    "[", "]", "-n", "-c", "-e", "-r", "-f", "%d", "/sdcard", "/sdcard/f", "/", "*", "?", "[a-", "1", "9999999999999999999",
    "cd", "export", "unset", "set", "--", "eval", "exec", "read", "xargs", "sh", "stat", "cp", "mv", "rm", "mkdir", "touch",
    "-p", "base64", "-d", "md5sum", "seq", "wc", "uniq", "tail", "+2", "basename", "tee", "env", "shift", "type", "\udcff", "é",
]  # fmt: skip
LINES = st.one_of(st.text(ALPHABET, max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join))


@given(TEXT)
@example("'")
@example("a\nb\r")
@example('"; reboot; #')
@example("$(id)`id`%s\\")
def test_quoted_text_arrives_as_one_argument(text: str) -> None:
    sh = Session()
    status, _, err = sh(f"args {shlex.quote(text)} end")
    assert (status, err) == (0, "")
    assert sh.calls[0].argv == ("args", text, "end")


@given(st.lists(TEXT, max_size=5))
def test_quoted_words_survive_two_shells(words: list[str]) -> None:
    sh = Session()
    sh("sh -c " + shlex.quote(shlex.join(["args", *words])))
    assert sh.calls[0].argv == ("args", *words)


@given(st.binary(max_size=100).filter(lambda data: b"\0" not in data))
def test_bytes_that_are_no_text_survive(data: bytes) -> None:
    sh = Session()
    out = io.BytesIO()
    sh.shell.run(
        f"printf %s {shlex.quote(data.decode('utf-8', 'surrogateescape'))}", io.BytesIO(), out, io.BytesIO(), sh.cancelled
    )
    assert out.getvalue() == data


@settings(max_examples=300)
@given(
    st.one_of(st.text(ALPHABET, max_size=80), st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join)),
    st.binary(max_size=50),
)
def test_any_line_ends_in_a_status(line: str, stdin: bytes) -> None:
    sh = Session()
    sh.files.write("/storage/emulated/0/f", b"b\na\n")
    timer = threading.Timer(5, sh.cancelled.set)  # a random line may be an endless loop
    timer.start()
    status, _, _ = sh(line, stdin)
    timer.cancel()
    assert 0 <= status <= 255
    assert not sh.cancelled.is_set() or status == 130
