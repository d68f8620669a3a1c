"""`pm` and `cmd package`."""

from conformance_table import Check

JAVA = r"\nException occurred while executing '{}':\n"

CHECKS = [
    Check("pm list packages", r"(package:[\w.]+\n?)+", then=("pm list packages | grep -c settings", "1")),
    Check("pm list packages -3", r"(package:com\.(android\.adbkeyboard|fingertip\.\w+)\n?)+"),
    Check("pm list packages -s", r"package:android\n(package:com\.\S+\n?)+"),
    Check(
        "pm list packages -f settings",
        r"package:/system/app/com\.android\.settings/com\.android\.settings\.apk=com\.android\.settings",
    ),
    Check("pm list packages -U settings", r"package:com\.android\.settings uid:1000"),
    Check("pm list packages --show-versioncode settings", r"package:com\.android\.settings versionCode:\d+"),
    Check("pm list packages -i settings", r"package:com\.android\.settings  installer=null"),
    Check("cmd package list packages settings", r"package:com\.android\.settings"),
    Check("pm list packages no.such.name"),
    Check("pm list packages --frob", status=255, stderr="Error: Unknown option: --frob"),
    Check(
        "pm list features",
        r"(feature:\S+\n?)+",
        then=("pm list features | grep -c '^feature:android.hardware.touchscreen$'", "1"),
    ),
    Check("pm list libraries", r"(library:\S+\n?)+"),
    Check("pm list users", r"Users:\n\tUserInfo\{0:Owner:c13\} running"),
    Check("pm list instrumentation"),
    Check("pm list permission-groups", r"(permission group:android\.permission-group\.\w+\n?)+"),
    Check(
        "pm list permissions -d -g",
        r"Dangerous Permissions:\n\n(group:android\.permission-group\.\w+\n(  permission:android\.permission\.\w+\n)+\n?)+",
    ),
    Check("pm list permissions", r"All Permissions:\n\n(permission:android\.permission\.\w+\n?)+"),
    Check("pm list", status=255, stderr="Error: didn't specify type of data to list"),
    Check("pm list frobs", status=255, stderr="Error: unknown list type 'frobs'"),
    Check("pm path com.android.settings", r"package:/system/app/com\.android\.settings/com\.android\.settings\.apk"),
    Check("pm path no.such", status=1),
    Check("pm dump com.android.settings", r".*Package \[com\.android\.settings\].*versionName=.*"),
    Check("pm dump no.such", "Unable to find package: no.such"),
    Check("pm has-feature android.hardware.wifi", "true"),
    Check("pm has-feature android.hardware.vr", "false", status=1),
    Check(
        "pm grant com.android.camera2 android.permission.CAMERA",
        then=(
            "dumpsys package com.android.camera2 | grep 'CAMERA: granted'",
            r" +android\.permission\.CAMERA: granted=true, flags=\[ \]",
        ),
    ),
    Check(
        "pm revoke com.android.camera2 android.permission.CAMERA",
        then=("dumpsys package com.android.camera2 | grep 'CAMERA: granted'", r".*granted=false.*"),
    ),
    Check(
        "pm grant no.such android.permission.CAMERA",
        status=255,
        stderr=JAVA.format("grant") + r"java\.lang\.IllegalArgumentException: Unknown package: no\.such",
    ),
    Check(
        "pm grant com.android.camera2 no.such.PERMISSION",
        status=255,
        stderr=JAVA.format("grant") + r"java\.lang\.IllegalArgumentException: Unknown permission: no\.such\.PERMISSION",
    ),
    Check(
        "pm grant com.android.camera2 android.permission.READ_SMS",
        status=255,
        stderr=JAVA.format("grant")
        + (
            r"java\.lang\.SecurityException: Package com\.android\.camera2 has not requested permission "
            r"android\.permission\.READ_SMS"
        ),
    ),
    Check("pm grant com.android.camera2", status=255, stderr="Error: no permission specified"),
    Check("pm reset-permissions", then=("content query --uri content://permissions 2>&1 | grep -c camera2", "0")),
    Check("pm clear no.such", "Failed", status=1),
    Check("pm clear com.fingertip.notes", "Success", then=("content query --uri content://notes", r"No result found\.")),
    Check(
        "pm disable-user --user 0 com.android.calculator2",
        r"Package com\.android\.calculator2 new state: disabled-user",
        then=("pm list packages -d", r"package:com\.android\.calculator2"),
    ),
    Check("am start -n com.android.calculator2/.Calculator", "Starting: .*", stderr="Error type 3\n.*does not exist.*"),
    Check(
        "pm enable com.android.calculator2",
        r"Package com\.android\.calculator2 new state: enabled",
        then=("pm list packages -d", ""),
    ),
    Check(
        "pm disable com.android.calculator2",
        status=255,
        stderr=JAVA.format("disable")
        + r"java\.lang\.SecurityException: Shell cannot change component state for com\.android\.calculator2/null to 2",
    ),
    Check("pm hide com.android.calculator2", status=255, stderr=r".*java\.lang\.SecurityException: .*MANAGE_USERS\."),
    Check("pm enable no.such", status=255, stderr=r".*java\.lang\.IllegalArgumentException: Unknown package: no\.such"),
    Check("cmd package resolve-activity --brief com.android.settings", r"priority=0 .*\ncom\.android\.settings/\.Settings"),
    Check("cmd package resolve-activity --components -a android.settings.DISPLAY_SETTINGS", r"com\.android\.settings/.*"),
    Check("cmd package resolve-activity -a no.such.ACTION", "No activity found"),
    Check(
        "cmd package query-activities --brief -a android.settings.SETTINGS",
        r"1 activities found:\npriority=0 .*\ncom\.android\.settings/\.Settings",
    ),
    Check("pm uninstall com.android.settings", r"Failure \[DELETE_FAILED_INTERNAL_ERROR\]", status=1),
    Check("pm uninstall no.such", r"Failure \[DELETE_FAILED_INTERNAL_ERROR\]", status=1),
    Check("pm install /sdcard/no-such.apk", status=1, stderr=r"Error: Unable to open file: /sdcard/no-such\.apk\n.*"),
    Check(
        "echo nonsense > /sdcard/bad.apk; pm install /sdcard/bad.apk", r"Failure \[INSTALL_PARSE_FAILED_NOT_APK: .*\]", status=1
    ),
    Check("pm install", status=1, stderr="Error: must either specify a package size or an APK file"),
    Check("pm install-create", r"Success: created install session \[\d+\]"),
    Check("pm install-commit 1", status=255, stderr=r".*java\.lang\.SecurityException: Caller has no access to session 1"),
    Check("pm get-install-location", r"0\[auto\]"),
    Check("pm frob", status=255, stderr="Unknown command: frob.*"),
    Check("pidof com.fingertip.launcher", r"\d+"),
    Check("pidof no.such", status=1),
]
