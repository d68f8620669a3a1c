"""What `dumpsys alarm`, `meminfo`, `cpuinfo`, `clipboard`, `diskstats`, `gfxinfo`, `settings` and `user` say."""

from __future__ import annotations

from devices.phone.adbd.toybox_system import DATA_KIB, used_kib
from devices.phone.commands.handset import Handset, identity
from devices.phone.commands.processes import TOTAL_KIB, processes
from devices.phone.store import NAMESPACES


def alarm(handset: Handset, words: list[str]) -> str:  # noqa: ARG001  (the form of every service)
    """`dumpsys alarm`: the clock's alarms that are on."""
    rows = [row for row in handset.phone.store.rows("alarms") if row.get("enabled")]
    lines = [
        "Current Alarm Manager state:",
        f"  nowRTC={int(handset.phone.now.timestamp() * 1000)}={handset.phone.now:%Y-%m-%d %H:%M:%S}",
        f"  {len(rows)} pending alarms:",
    ]
    for row in rows:
        when = ":".join(f"{int(part):02d}" for part in (row.get("hour") or 0, row.get("minute") or 0))
        lines += [
            f"    RTC_WAKEUP #{row['_id']}: Alarm{{{0xA1A0000 + int(row['_id']):x} type 0 com.android.deskclock}}",
            f"      tag=*walarm*:com.android.deskclock.ALARM_ALERT when={when}",
        ]
    return "\n".join(lines)


def meminfo(handset: Handset, words: list[str]) -> str:
    """`dumpsys meminfo [PACKAGE|PID]`."""
    shown = [one for one in processes(handset) if one.user != "shell"]
    wanted = [word for word in words if not word.startswith("-")]
    if wanted:
        found = [one for one in shown if wanted[0] in (one.name, str(one.pid))]
        if not found:
            return f"No process found for: {wanted[0]}"
        one = found[0]
        return (
            "Applications Memory Usage (in Kilobytes):\n"
            f"Uptime: {int(handset.phone.clock.seconds * 1000)} Realtime: "
            f"{int(handset.phone.clock.seconds * 1000)}\n\n"
            f"** MEMINFO in pid {one.pid} [{one.name}] **\n                   Pss  Private  Private  SwapPss      "
            "Rss     Heap     Heap     Heap\n"
            f"        TOTAL    {one.memory}    {one.memory * 3 // 4}        0        0   {one.memory * 2}        0 "
            "       0        0\n\n App Summary\n"
            f"           TOTAL PSS:   {one.memory:>8}            TOTAL RSS:   {one.memory * 2:>8}      TOTAL SWAP PSS:        0"
        )
    used = sum(one.memory for one in shown)
    lines = ["Applications Memory Usage (in Kilobytes):", "", "Total PSS by process:"]
    lines += [f"    {one.memory:>8,}K: {one.name} (pid {one.pid})" for one in sorted(shown, key=lambda one: -one.memory)]
    return "\n".join(
        [*lines, "", f"Total RAM: {TOTAL_KIB:,}K (status normal)", f" Free RAM: {TOTAL_KIB - used:,}K", f" Used RAM: {used:,}K"]
    )


def cpuinfo(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys cpuinfo`."""
    lines = [f"Load: 0.1 / 0.1 / 0.1\nCPU usage from 60000ms to 0ms ago ({handset.phone.now:%Y-%m-%d %H:%M:%S}):"]
    lines += [f"  0% {one.pid}/{one.name}: 0% user + 0% kernel" for one in processes(handset) if one.user != "shell"]
    return "\n".join([*lines, "0.6% TOTAL: 0.4% user + 0.2% kernel"])


def clipboard(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys clipboard`: Android tells nobody what was copied."""
    return f"mPrimaryClip={'ClipData { text/plain hidden }' if handset.phone.store.rows('clipboard') else 'null'}"


def diskstats(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys diskstats`."""
    free = DATA_KIB - used_kib(handset.phone.files)
    return (
        f"Latency: 0ms [512B Data Write]\nData-Free: {free}K / {DATA_KIB}K total = {free * 100 // DATA_KIB}% free\n"
        "System-Free: 8192K / 3145728K total = 0% free"
    )


def gfxinfo(handset: Handset, words: list[str]) -> str:
    """`dumpsys gfxinfo [PACKAGE]`."""
    lines = [
        "Applications Graphics Acceleration Info:",
        f"Uptime: {int(handset.phone.clock.seconds * 1000)} Realtime: {int(handset.phone.clock.seconds * 1000)}",
    ]
    for name in handset.phone.running:
        if not words or name in words:
            lines += [
                "",
                f"** Graphics info for pid {identity(name).pid} [{name}] **",
                "",
                "Total frames rendered: 0",
                "Janky frames: 0 (0.00%)",
            ]
    return "\n".join(lines)


def settings(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys settings`."""
    lines: list[str] = []
    for namespace in NAMESPACES:
        lines.append(f"{namespace.upper()} SETTINGS (user 0)")
        pairs = enumerate(handset.phone.store.settings(namespace).items(), 1)
        lines += [f"_id:{number} name:{key} pkg:android value:{value}" for number, (key, value) in pairs]
    return "\n".join(lines)


def user(handset: Handset, words: list[str]) -> str:  # noqa: ARG001
    """`dumpsys user`."""
    owner = handset.phone.store.get("secure", "owner_name") or "Owner"
    return f"Current user: 0\nUsers:\n  UserInfo{{0:{owner}:4c13}} serialNo=0 isPrimary=true\n    State: RUNNING_UNLOCKED"
