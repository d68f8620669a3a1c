"""`dumpsys`: the lines that clients read."""

from conformance_table import Check

FOCUS = r"  mCurrentFocus=Window\{[0-9a-f]+ u0 com\.android\.settings/com\.android\.settings\.Settings\}"

CHECKS = [
    Check("dumpsys -l", r"Currently running services:\n(  \S+\n?)+"),
    Check("dumpsys no_such", stderr="Can't find service: no_such"),
    Check("am start -S -n com.android.settings/.Settings >/dev/null; dumpsys window | grep mCurrentFocus", FOCUS),
    Check(
        "dumpsys window displays | grep -E 'mFocusedApp'",
        r"  mFocusedApp=ActivityRecord\{[0-9a-f]+ u0 com\.android\.settings/\.Settings t\d+\}",
    ),
    Check("dumpsys window windows | grep -c mCurrentFocus", "0", status=1),
    Check("dumpsys window displays | grep cur=", r"    init=1080x2400 420dpi cur=1080x2400 app=1080x2400 .*"),
    Check("dumpsys window policy | grep isKeyguardShowing", "    isKeyguardShowing=false"),
    Check("dumpsys window frob", "Bad window command, or no windows match: frob.*"),
    Check(
        "dumpsys activity activities | grep ResumedActivity",
        r"    topResumedActivity=ActivityRecord\{[0-9a-f]+ u0 com\.android\.settings/\.Settings t\d+\}\n"
        r"  ResumedActivity: ActivityRecord\{.*\}",
    ),
    Check(
        "dumpsys activity top | grep ACTIVITY | tail -n 1", r"  ACTIVITY com\.android\.settings/\.Settings [0-9a-f]+ pid=\d+"
    ),
    Check(
        "dumpsys activity recents | grep 'Recent #0'",
        r"  \* Recent #0: Task\{[0-9a-f]+ #\d+ type=standard A=1000:com\.android\.settings .*\}",
    ),
    Check("dumpsys activity services no.such", r"ACTIVITY MANAGER SERVICES \(dumpsys activity services\)\n  \(nothing\)"),
    Check("dumpsys activity processes | grep -c ProcessRecord", r"\d+"),
    Check("dumpsys display | grep -o 'orientation=[0-9]' | head -n 1", "orientation=0"),
    Check("dumpsys display | grep -o 'deviceWidth=[0-9]*, deviceHeight=[0-9]*'", "deviceWidth=1080, deviceHeight=2400"),
    Check("dumpsys display | grep mScreenState", "  mScreenState=ON"),
    Check("dumpsys input | grep SurfaceOrientation", " +SurfaceOrientation: 0"),
    Check("dumpsys input | grep PhysicalWidth", " +PhysicalWidth: 1080px"),
    Check("dumpsys input_method | grep mInputShown=false", ".*mInputShown=false.*"),
    Check("dumpsys input_method | grep mCurMethodId", r"  mCurMethodId=com\.fingertip\.keyboard/\.Keyboard"),
    Check("dumpsys power | grep mWakefulness=", "  mWakefulness=Awake"),
    Check("dumpsys power | grep mHoldingDisplaySuspendBlocker", "  mHoldingDisplaySuspendBlocker=true"),
    Check(
        "input keyevent SLEEP; dumpsys power | grep -E 'mWakefulness=|Display Power'; input keyevent WAKEUP",
        "  mWakefulness=Asleep\nDisplay Power: state=OFF",
    ),
    Check(
        "dumpsys battery reset; dumpsys battery",
        r"Current Battery Service state:\n  AC powered: false\n  USB powered: true\n.*  level: 87\n  scale: 100\n"
        r"  voltage: \d+\n  temperature: \d+\n  technology: Li-ion",
    ),
    Check(
        "dumpsys battery set level 5",
        then=("dumpsys battery | grep -E 'level|UPDATES'", r"  \(UPDATES STOPPED -- use 'reset' to restart\)\n  level: 5"),
    ),
    Check(
        "dumpsys battery unplug", then=("dumpsys battery | grep -E 'USB powered|status'", "  USB powered: false\n  status: 3")
    ),
    Check("cmd battery get level", "5"),
    Check("dumpsys battery set level x", status=255, stderr="Bad value: x"),
    Check("dumpsys battery set frob 1", status=255, stderr="Unknown set option: frob"),
    Check("dumpsys battery reset", then=("dumpsys battery | grep level", "  level: 87")),
    Check(
        "dumpsys package com.android.settings | grep -E 'versionName|versionCode'",
        r"    versionCode=\d+ minSdk=\d+ targetSdk=34\n    versionName=.*",
    ),
    Check("dumpsys package no.such", "Unable to find package: no.such"),
    Check(
        "dumpsys package com.android.settings | grep -E 'pkgFlags|firstInstallTime'",
        r"    pkgFlags=\[ .* \]\n +firstInstallTime=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d",
    ),
    Check(
        "cmd notification post -t Title tag-1 'Some text'",
        "posting:\n  .*",
        then=(
            "dumpsys notification --noredact | grep -A 9 'tag=tag-1' | grep -E 'android\\.(title|text)'",
            r" +android\.title=String \(Title\)\n +android\.text=String \(Some text\)",
        ),
    ),
    Check("cmd notification list | grep tag-1", r"0\|com\.android\.shell\|1138\|tag-1\|\d+"),
    Check(
        "dumpsys notification --noredact | grep tag=tag-1",
        r"    NotificationRecord\(0x[0-9a-f]{8}: pkg=com\.android\.shell user=UserHandle\{0\} id=1138 tag=tag-1 "
        r"importance=\d key=0\|com\.android\.shell\|1138\|tag-1\|\d+: Notification\(channel=shellcmd .*\)\)",
    ),
    Check("dumpsys notification | grep -c 'Some text'", "0", status=1),
    Check(
        "dumpsys SurfaceFlinger --display-id", r'Display \d+ \(HWC display 0\): port=0 pnpId=GGL displayName="EMU_display_0"'
    ),
    Check("dumpsys audio | grep -A 0 STREAM_MUSIC", "- STREAM_MUSIC:"),
    Check("dumpsys wifi | head -n 1", "Wi-Fi is enabled"),
    Check("svc wifi disable; dumpsys wifi | head -n 1; svc wifi enable", "Wi-Fi is disabled"),
    Check("dumpsys connectivity | head -n 1", "Active default network: 100"),
    Check("dumpsys alarm | head -n 1", "Current Alarm Manager state:"),
    Check("dumpsys meminfo com.android.settings | grep 'TOTAL PSS'", r" +TOTAL PSS: +\d+ +TOTAL RSS: +\d+ .*"),
    Check("dumpsys meminfo no.such", "No process found for: no.such"),
    Check("dumpsys cpuinfo | tail -n 1", "[0-9.]+% TOTAL: .*"),
    Check("dumpsys location | grep 'Location Setting:'", " +Location Setting: true"),
    Check("dumpsys bluetooth_manager | grep enabled", "  enabled: false"),
    Check("dumpsys statusbar | grep mExpandedVisible", "  mExpandedVisible=false"),
    Check("dumpsys trust | grep -o 'deviceLocked=[01]'", "deviceLocked=0"),
    Check("dumpsys uimode | grep mNightMode", r"  mNightMode=1 \(no\) .*"),
    Check("dumpsys diskstats | grep Data-Free", r"Data-Free: \d+K / \d+K total = \d+% free"),
    Check("dumpsys -t 5 activity top | grep -c ACTIVITY", r"\d+"),
    Check("dumpsys clipboard", "mPrimaryClip=.*"),
]
