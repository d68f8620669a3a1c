"""`am`, intents and `monkey`."""

from conformance_table import Check

SETTINGS = "com.android.settings"
NOT_RESOLVED = r"Error: Activity not started, unable to resolve Intent \{ .* flg=0x10000000 \}"


def opens(arguments: str, page: str) -> Check:
    """`am start` of an intent that opens a page ("PACKAGE PAGE", a pattern)."""
    return Check(
        f"am start {arguments}",
        r"(Stopping: .*\n)?Starting: Intent \{ .* \}",
        stderr="(Warning: .*)?",
        then=("fingertip page", page),
    )


def settings(action: str, page: str) -> Check:
    """A deep link into Settings."""
    return (
        opens(f"-S -a android.settings.{action}", f"{SETTINGS} {page}")
        if page
        else opens(f"-S -a android.settings.{action}", SETTINGS)
    )


CHECKS = [
    Check(
        "am start -n com.android.settings/.Settings",
        r"Starting: Intent \{ cmp=com\.android\.settings/\.Settings \}",
        then=("fingertip page", SETTINGS),
    ),
    Check(
        "am start -W -S -n com.android.settings/.Settings",
        r"Stopping: com\.android\.settings\nStarting: Intent \{ cmp=com\.android\.settings/\.Settings \}\nStatus: ok\n"
        r"LaunchState: COLD\nActivity: com\.android\.settings/\.Settings\nTotalTime: \d+\nWaitTime: \d+\nComplete",
    ),
    Check(
        "am start -n com.android.settings/com.android.settings.Settings",
        r"Starting: .*",
        stderr="Warning: Activity not started, .*",
    ),
    Check("am start-activity -n com.android.settings/.Settings", r"Starting: .*", stderr="Warning: .*"),
    Check(
        "am start -n com.android.settings/.NoSuch",
        r"Starting: Intent \{ cmp=com\.android\.settings/\.NoSuch \}",
        stderr=r"Error type 3\nError: Activity class \{com\.android\.settings/\.NoSuch\} does not exist\.",
    ),
    Check(
        "am start -n no.such/.Thing",
        "Starting: .*",
        stderr=r"Error type 3\nError: Activity class \{no\.such/\.Thing\} does not exist\.",
    ),
    Check("am start -a android.settings.NO_SUCH_SETTINGS", "Starting: .*", stderr=NOT_RESOLVED),
    Check("am start -a android.intent.action.VIEW -d market://details?id=a.b", "Starting: .*", stderr=NOT_RESOLVED),
    Check("am start -a android.intent.action.VIEW -d nothing:at-all", "Starting: .*", stderr=NOT_RESOLVED),
    Check("am start -W -a no.such.ACTION", r"Starting: Intent \{ act=no\.such\.ACTION \}\n" + NOT_RESOLVED),
    Check("am start", status=255, stderr=".*java.lang.IllegalArgumentException: No intent supplied"),
    Check("am start -n nonsense", status=255, stderr=".*java.lang.IllegalArgumentException: Bad component name: nonsense"),
    Check("am start --frob", status=255, stderr=".*java.lang.IllegalArgumentException: Unknown option: --frob"),
    Check("am start -a", status=255, stderr='.*java.lang.IllegalArgumentException: Argument expected after "-a"'),
    Check("am start --ei id x", status=255, stderr='.*java.lang.NumberFormatException: For input string: "x"'),
    settings("SETTINGS", ""),
    settings("WIFI_SETTINGS", "network.*"),
    settings("WIRELESS_SETTINGS", "network"),
    settings("AIRPLANE_MODE_SETTINGS", "network"),
    settings("BLUETOOTH_SETTINGS", "connected.*"),
    settings("DISPLAY_SETTINGS", "display"),
    settings("SOUND_SETTINGS", "sound"),
    settings("BATTERY_SAVER_SETTINGS", "battery"),
    settings("LOCATION_SOURCE_SETTINGS", "location"),
    settings("SECURITY_SETTINGS", "security"),
    settings("PRIVACY_SETTINGS", "privacy"),
    settings("DATE_SETTINGS", "system/date"),
    settings("LOCALE_SETTINGS", "system/languages"),
    settings("ACCESSIBILITY_SETTINGS", "accessibility"),
    settings("DEVICE_INFO_SETTINGS", "about"),
    settings("APPLICATION_SETTINGS", "apps.*"),
    settings("INTERNAL_STORAGE_SETTINGS", "storage"),
    settings("APPLICATION_DETAILS_SETTINGS -d package:com.android.camera2", "apps/details"),
    settings("MANAGE_APPLICATIONS_SETTINGS", "apps/all"),
    settings("NOTIFICATION_SETTINGS", "notifications.*"),
    settings("ZEN_MODE_SETTINGS", "notifications.*"),
    settings("INPUT_METHOD_SETTINGS", "system/keyboard"),
    settings("NFC_SETTINGS", "connected"),
    settings("VPN_SETTINGS", "network/vpn"),
    settings("DATA_USAGE_SETTINGS", "network/data"),
    settings("SYNC_SETTINGS", "accounts.*"),
    settings("APPLICATION_DEVELOPMENT_SETTINGS", "system/developer"),
    opens("-a android.intent.action.DIAL -d tel:5551234", "com.android.dialer dialpad"),
    opens("-a android.intent.action.VIEW -d tel:5551234", "com.android.dialer dialpad"),
    opens("-a android.intent.action.SENDTO -d smsto:5551234 --es sms_body hi", "com.android.messaging .*"),
    opens("-a android.intent.action.VIEW -d sms:5551234", "com.android.messaging .*"),
    opens("-a android.intent.action.SENDTO -d mailto:a@example.com", "com.android.email compose"),
    opens("-a android.intent.action.VIEW -d 'geo:0,0?q=cafe'", "com.fingertip.maps .*"),
    opens("-a android.intent.action.VIEW -d http://example.com", "com.android.browser.*"),
    opens("-a android.intent.action.VIEW -d https://example.com/path", "com.android.browser.*"),
    opens("-a android.intent.action.INSERT -t vnd.android.cursor.dir/event --es title Lunch", "com.android.calendar edit"),
    opens("-a android.intent.action.INSERT -d content://com.android.contacts/contacts", "com.android.contacts edit"),
    opens("-a android.intent.action.VIEW -d content://com.android.contacts/contacts/2", "com.android.contacts contact"),
    opens("-a android.intent.action.EDIT -d content://com.android.contacts/contacts/2", "com.android.contacts edit"),
    opens("-a android.intent.action.MAIN -c android.intent.category.APP_CALCULATOR", "com.android.calculator2"),
    opens("-a android.intent.action.MAIN -c android.intent.category.APP_EMAIL", "com.android.email.*"),
    opens("-a android.intent.action.MAIN -c android.intent.category.HOME", "com.fingertip.launcher"),
    opens("-p com.android.calculator2 -a android.intent.action.MAIN", "com.android.calculator2"),
    opens("com.android.deskclock/.DeskClock", "com.android.deskclock.*"),
    Check(
        "am start -a android.intent.action.VIEW -d tel:5551234",
        r"Starting: Intent \{ act=android\.intent\.action\.VIEW dat=tel:xxxxxxx \}",
    ),
    Check(
        "am start -d http://example.com/secret?q=1",
        r"Starting: Intent \{ dat=http://example\.com/\.\.\. \}",
        stderr="(Warning: .*)?",
    ),
    Check(
        "am start -a android.settings.SETTINGS -f 0x10000000 --es k v",
        r"Starting: Intent \{ act=android\.settings\.SETTINGS flg=0x10000000 \(has extras\) \}",
    ),
    Check(
        "am start --activity-clear-top -n com.android.settings/.Settings",
        r"Starting: Intent \{ flg=0x4000000 cmp=.* \}",
        stderr="(Warning: .*)?",
    ),
    Check(
        "am broadcast -a com.example.ANY",
        r"Broadcasting: Intent \{ act=com\.example\.ANY flg=0x400000 \}\nBroadcast completed: result=0",
    ),
    Check(
        "am broadcast -a android.intent.action.BOOT_COMPLETED",
        "Broadcasting: .*",
        status=255,
        stderr=".*java.lang.SecurityException: Permission Denial: not allowed to send broadcast .*",
    ),
    Check(
        "settings put global airplane_mode_on 1; am broadcast -a android.intent.action.AIRPLANE_MODE --ez state true",
        "Broadcasting: .*result=0",
        then=("settings get global wifi_on; settings put global airplane_mode_on 0; svc wifi enable", "0"),
    ),
    Check(
        "am start -S -n com.android.settings/.Settings; am force-stop com.android.settings",
        "Stopping: .*",
        then=("pidof com.android.settings; echo $?", "1"),
    ),
    Check(
        "am start -n com.android.settings/.Settings; am kill com.android.settings",
        "Starting: .*",
        then=("pidof com.android.settings | wc -l", "1"),
    ),
    Check(
        "am stack list",
        r"RootTask id=\d+ bounds=\[0,0\]\[1080,2400\] displayId=0 userId=0\n"
        r"  taskId=\d+: com\.android\.settings/com\.android\.settings\.Settings bounds=\[0,0\]\[1080,2400\] "
        r"userId=0 visible=true topActivity=ComponentInfo\{com\.android\.settings/com\.android\.settings\.Settings\}.*",
    ),
    Check("am stack frob", status=255, stderr="Error: unknown command 'frob'"),
    Check("am task lock 99999", status=255, stderr="Error: there is no task 99999"),
    Check("am get-current-user", "0"),
    Check(
        "am get-config",
        r"config: mcc310-mnc260-en-rUS-ldltr-sw411dp-w411dp-h914dp-normal-long-.*-port-.*420dpi-.*-1080x2400-v34\n"
        r"abi: arm64-v8a",
    ),
    Check(
        "am instrument -w a.b/.C",
        r"INSTRUMENTATION_STATUS: id=ActivityManagerService\n.*\nINSTRUMENTATION_STATUS_CODE: -1",
        status=1,
        stderr=r"android\.util\.AndroidException: INSTRUMENTATION_FAILED: a\.b/\.C",
    ),
    Check(
        "am startservice -n a.b/.C",
        r"Starting service: Intent \{ cmp=a\.b/\.C \}",
        status=255,
        stderr=r"Error: Not found; no service started\.",
    ),
    Check("am stopservice -n a.b/.C", r"Stopping service: .*", status=255, stderr=r"Service not stopped: was not running\."),
    Check("am frob", status=255, stderr="Unknown command: frob.*"),
    Check("am crash com.android.settings", then=("pidof com.android.settings || echo gone; input keyevent HOME", "gone")),
    Check(
        "monkey -p com.android.settings -c android.intent.category.LAUNCHER 1",
        "Events injected: 1\n## Network stats: .*",
        then=("fingertip page", SETTINGS),
    ),
    Check(
        "monkey -p no.such -c android.intent.category.LAUNCHER 1",
        status=252,
        stderr=r"\*\* No activities found to run, monkey aborted\.",
    ),
]
