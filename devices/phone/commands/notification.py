"""`cmd notification` and `dumpsys notification`: what apps tell the person."""

from __future__ import annotations

from collections.abc import Sequence

from devices.phone import permissions
from devices.phone.adbd.invocation import Invocation
from devices.phone.commands.console import Arguments, Refused, java_exception
from devices.phone.commands.handset import Handset, identity
from devices.phone.notifications import PROVIDER
from devices.phone.store import Row

SHELL = "com.android.shell"
_NUMBER = 1138
"""The id that Android gives a notification of the shell; its own are told apart by their tags."""
_USAGE = """usage: cmd notification SUBCMD [args]

SUBCMDs:
  allow_listener COMPONENT | disallow_listener COMPONENT
  allow_dnd PACKAGE | disallow_dnd PACKAGE
  set_dnd [on|none (same as on)|priority|alarms|all|off (same as all)]
  list
  get <notification-key>
  snooze --for <msec> <notification-key>
  post [--help | flags] TAG TEXT"""
_POST_USAGE = """usage: cmd notification post [flags] <tag> <text>

flags:
  -h|--help
  -v|--verbose
  -t|--title <text>
  -i|--icon <iconspec>
  -I|--large-icon <iconspec>
  -S|--style <style> [styleargs]
  -c|--content-intent <intentspec>"""
_DND = {"on": "1", "none": "1", "priority": "1", "alarms": "1", "off": "0", "all": "0"}


def key_of(row: Row) -> str:
    """A notification as Android names it: user, package, id, tag, uid."""
    number = _NUMBER if row.get("package") == SHELL else row["_id"]
    return f"0|{row.get('package')}|{number}|{row.get('tag') or 'null'}|{identity(str(row.get('package'))).uid}"


def cmd(handset: Handset, call: Invocation, words: list[str]) -> int | None:
    """`cmd notification …`."""
    match words:
        case [] | ["help" | "-h", *_]:
            call.print(_USAGE)
            return 0 if words else 255
        case ["list"]:
            for row in _rows(handset):
                call.print(key_of(row))
        case ["get", key]:
            found = [row for row in _rows(handset) if key_of(row) == key]
            if not found:
                call.print(f"No notification found for key: {key}")
            for row in found:
                call.print(_record(row))
        case ["post" | "notify", *rest]:
            return _post(handset, call, Arguments(rest))
        case ["snooze", *rest] if rest:
            for row in _rows(handset):
                if key_of(row) == rest[-1]:
                    handset.phone.cancel_notification(int(row["_id"]))
        case ["set_dnd", mode] if mode in _DND:
            handset.phone.store.put("global", "zen_mode", _DND[mode])
        case [("allow_dnd" | "disallow_dnd" | "allow_listener" | "disallow_listener"), _, *_]:
            return None
        case [verb, *_]:
            raise Refused(f"Unknown command: {verb}\n{_USAGE}")
    return None


def _post(handset: Handset, call: Invocation, words: Arguments) -> int | None:
    title, verbose = "", False
    while option := words.option():
        match option:
            case "-t" | "--title":
                title = words.required("post", option)
            case "-v" | "--verbose":
                verbose = True
            case (
                "-i"
                | "--icon"
                | "-I"
                | "--large-icon"
                | "-c"
                | "--content-intent"
                | "-S"
                | "--style"
                | "--line"
                | "--message"
                | "--conversation"
                | "--picture"
            ):
                words.required("post", option)
            case "-h" | "--help":
                call.print(_POST_USAGE)
                return None
            case _:
                raise java_exception("post", "java.lang.IllegalArgumentException", f"Unknown option: {option}")
    tag, text = words.next(), words.next()
    if tag is None or text is None:
        call.print("error: post requires a tag and a text\n" + _POST_USAGE)
        return 255
    call.print(
        "posting:\n  "
        + (
            "Notification(channel=shellcmd shortcut=null contentView=null vibrate=null sound=null defaults=0x0 "
            "flags=0x0 color=0x00000000 vis=PRIVATE)"
        )
    )
    handset.phone.notify({"package": SHELL, "channel": "shellcmd", "tag": tag, "title": title, "text": text})
    if verbose:
        for row in handset.phone.store.rows(PROVIDER):
            if row.get("tag") == tag and row.get("package") == SHELL:
                call.print(f"  key={key_of(row)}")
    return None


def _rows(handset: Handset) -> list[Row]:
    """Those that are shown, newest first."""
    rows = handset.phone.store.rows(PROVIDER)
    shown = [
        row for row in rows if permissions.granted(handset.phone.store, str(row.get("package")), permissions.NOTIFICATIONS)
    ]
    return sorted(shown, key=lambda row: (float(row.get("time") or 0), int(row["_id"])), reverse=True)


def dump(handset: Handset, words: Sequence[str]) -> str:
    """What `dumpsys notification` says; texts are shown with --noredact alone, as on Android."""
    redacted = "--noredact" not in words
    lines = ["Current Notification Manager state:", "  Notification List:"]
    for row in _rows(handset):
        lines.append(_record(row, redacted=redacted))
    zen = handset.phone.store.get("global", "zen_mode") or "0"
    lines += [
        "  ",
        f"  mZenMode={'ZEN_MODE_OFF' if zen == '0' else 'ZEN_MODE_IMPORTANT_INTERRUPTIONS'}",
        "  Notification channels:",
    ]
    for app in handset.phone.apps.all:
        lines += [
            f"    NotificationChannel{{mId='{channel}', mName={name}}} pkg={app.package}"
            for channel, name in app.channels.items()
        ]
    return "\n".join(lines)


def _record(row: Row, *, redacted: bool = False) -> str:
    package = str(row.get("package"))
    number = _NUMBER if package == SHELL else row["_id"]
    importance = 2 if row.get("silent") else 4
    flags = "0x2" if row.get("ongoing") else "0x10"
    about = (
        f"pkg={package} user=UserHandle{{0}} id={number} tag={row.get('tag') or 'null'} importance={importance} "
        f"key={key_of(row)}"
    )
    channel = f"channel={row.get('channel') or 'default'} shortcut=null contentView=null vibrate=null sound=null defaults=0x0"
    return "\n".join(
        [
            f"    NotificationRecord(0x{0x7EEF700 + int(row['_id']):08x}: {about}: "
            f"Notification({channel} flags={flags} color=0x00000000 vis=PRIVATE))",
            f"      uid={identity(package).uid} userId=0",
            f"      opPkg={package}",
            f"      flags={flags}",
            f"      key={key_of(row)}",
            f"      when={int(float(row.get('time') or 0))}",
            "      extras={",
            f"        android.title={_extra(row.get('title'), redacted)}",
            f"        android.text={_extra(row.get('text'), redacted)}",
            "      }",
        ]
    )


def _extra(text: object, redacted: bool) -> str:
    shown = str(text or "")
    if not shown:
        return "null"
    return f"String [length={len(shown)}]" if redacted else f"String ({shown})"
