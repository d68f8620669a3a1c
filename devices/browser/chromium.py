"""One Chromium with a fresh profile, begun and ended.

Knows Playwright and the program's switches. Everything here runs in the one thread that Playwright is called from, but for
kill(). Does not know actions.

Who ends what: Playwright's driver is a child of this process and ends Chromium when its input ends, and Chromium ends when its
debugging pipe does. So both go with this process, in whatever way it goes. The profile is a temporary folder of the driver's,
which removes it; but it may be stopped in the middle of that, where Chromium had ended by itself, and so close() looks again.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from devices.browser.mapping import ENDED, PageGone, first_line, mapped
from devices.browser.options import BrowserOptions, find_chromium
from devices.browser.pages import Pages
from devices.browser.scripts import LISTS_IN_THE_PAGE
from devices.errors import DeviceLost, MissingDependency

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Playwright

START_SECONDS = 60.0
LOAD_SECONDS = 20.0
PROFILE = re.compile(r"--user-data-dir=(.*?/playwright_[^/ ]+)(?: |$)")
"""The profile that Playwright made, in Chromium's command line; never a folder of somebody's own."""


class Chromium:
    """pages: of its one context. version: as it tells. process: the number of its main process."""

    def __init__(self, options: BrowserOptions) -> None:
        """Start it; raises MissingDependency, BadOption, DeviceLost."""
        program = find_chromium(options.chromium)
        try:
            from playwright.sync_api import sync_playwright
        except ModuleNotFoundError as error:
            raise MissingDependency(
                'The device browser needs the package playwright; run `pip install "fingertip[browser]"`.'
            ) from error
        self.options = options
        self._profile: Path | None = None
        with ExitStack() as owned:
            try:
                with mapped("start"):
                    playwright = sync_playwright().start()
                    owned.callback(self._forget)  # called last: the driver and Chromium are gone by then
                    owned.callback(playwright.stop)
                    self._launch(playwright, program, owned)
            except PageGone as error:
                raise DeviceLost(f"Chromium ended at its start ({error}); start it by hand to see what is wrong.") from error
            self._owned = owned.pop_all()

    def _launch(self, playwright: Playwright, program: str, owned: ExitStack) -> None:
        options = self.options
        browser = playwright.chromium.launch(
            executable_path=program,
            headless=options.headless,
            # Chromium refuses to start its sandbox for root, as in most containers; everyone else has it.
            chromium_sandbox=os.geteuid() != 0,
            args=switches(options),
            timeout=START_SECONDS * 1000,
            # Ctrl-C is for us: the device closes the browser in order.
            handle_sigint=False,
            handle_sigterm=False,
            handle_sighup=False,
        )
        owned.callback(browser.close)
        self.version = browser.version
        self.line = browser.new_browser_cdp_session()
        processes = self.line.send("SystemInfo.getProcessInfo")["processInfo"]
        if found := PROFILE.search(self.line.send("SystemInfo.getInfo")["commandLine"]):
            self._profile = Path(found[1])
        self.process = next(int(one["id"]) for one in processes if one["type"] == "browser")
        context: BrowserContext = browser.new_context(
            viewport={"width": options.width, "height": options.height},
            device_scale_factor=options.scale,
            has_touch=options.touch,
            locale=options.locale,
            color_scheme="dark" if options.dark else "light",
            accept_downloads=bool(options.downloads),
            service_workers="block" if options.allow else "allow",
        )
        if options.lists == "page":
            context.add_init_script(LISTS_IN_THE_PAGE)
        self.pages = Pages(context, options)
        context.new_page()

    def close(self) -> None:
        """End it in order."""
        from playwright.sync_api import Error

        try:
            self._owned.close()
        except Error as error:
            if not ENDED.search(first_line(error)):
                raise

    def _forget(self) -> None:
        if self._profile is not None:
            shutil.rmtree(self._profile, ignore_errors=True)

    def kill(self) -> None:
        """End it at once; may be called from any thread."""
        with suppress(ProcessLookupError, PermissionError):
            os.kill(self.process, signal.SIGKILL)


def switches(options: BrowserOptions) -> list[str]:
    """Chromium's switches besides Playwright's own."""
    # A picture of the page has the surface's own pixels only where the scale is Chromium's own and not an emulated one.
    made = [f"--force-device-scale-factor={options.scale:g}"]
    if options.allow:
        except_for = ", ".join(f"EXCLUDE {host}" for host in options.allow)
        made += [
            f"--host-resolver-rules=MAP * ~NOTFOUND, {except_for}",
            "--no-proxy-server",  # a proxy would look the names up itself
            "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",  # WebRTC needs no names
        ]
    return made
