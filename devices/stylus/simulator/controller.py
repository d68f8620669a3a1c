"""A controller that speaks GRBL 1.1: bytes in, bytes out, and a pen that moves meanwhile.

Knows the protocol: banner, `ok` and `error:N`, settings, homing, soft limits, feed hold, soft reset, status reports, and a
receive buffer that overflows. Does not know serial ports, screens or the time of day: time is handed in.

What it lacks of GRBL 1.1: arcs, probing, spindle and coolant, check mode, sleep, the safety door, overrides, start-up lines.

Source: GRBL 1.1's documentation of its interface, and what its source does about buffers and resets.
"""

from __future__ import annotations

from devices.stylus.simulator.block import Wrong, parse_block
from devices.stylus.simulator.motion import Axes
from devices.stylus.simulator.settings import Settings
from devices.stylus.simulator.steering import State, Steering

RX = 128
"""Bytes of the receive buffer (RX_BUFFER_SIZE); a ring buffer holds one less."""
SWITCH = 0.02
"""Millimetres before its end of travel where an axis reaches its switch."""
LINE = 80
"""Bytes of a line (LINE_BUFFER_SIZE), its end included."""
BANNER = "Grbl 1.1h ['$' for help]"
LOCKED = "[MSG:'$H'|'$X' to unlock]"
RESET, STATUS, HOLD, RESUME, JOG_CANCEL = 0x18, 0x3F, 0x21, 0x7E, 0x85
_OVERRIDES = range(0x84, 0xA1)


class Controller(Steering):
    """settings: changed by `$N=value`. start: where the pen really is when it is switched on, in machine mm.

    overflows: bytes that came when the receive buffer was full; they are gone. fullest: the most bytes that lay in it.
    encoders: whether reports show where the axes really are, as controllers with encoders do, or what they were sent.
    """

    def __init__(self, settings: Settings | None = None, *, start: Axes = (-60.0, -90.0, -6.0), encoders: bool = False) -> None:
        super().__init__(settings or Settings(), start)
        self.overflows = 0
        self.fullest = 0
        self.encoders = encoders
        self._rx = bytearray()
        self._line = bytearray()
        self._out = bytearray()
        self._critical = False  # after an alarm of a limit
        self._reports = 0
        self._greet()

    @property
    def _unread(self) -> int:
        return len(self._rx)

    def receive(self, data: bytes) -> None:
        """Take bytes from the wire: the real-time ones at once, the others into the buffer as far as there is room."""
        for byte in data:
            if byte == RESET:
                self._reset()
            elif self._critical:
                continue
            elif byte == STATUS:
                self._say(self._report())
            elif byte == HOLD:
                self._hold()
            elif byte == RESUME:
                self._resume()
            elif byte == JOG_CANCEL:
                if self.state is State.JOG:
                    self._hold()
            elif byte in _OVERRIDES:
                continue
            elif len(self._rx) >= RX - 1:
                self.overflows += 1
            else:
                self._rx.append(byte)
                self.fullest = max(self.fullest, len(self._rx))
        self._work()

    def take(self) -> bytes:
        """What it has said since the last call."""
        said = bytes(self._out)
        self._out.clear()
        return said

    def _say(self, line: str) -> None:
        self._out += line.encode() + b"\r\n"

    def _greet(self) -> None:
        self._say("")
        self._say(BANNER)
        if self.state is State.ALARM:
            self._say(LOCKED)

    def _report(self) -> str:
        name = self.state.value
        if self.state is State.HOLD:
            name += ":0" if self.planner.speed == 0 else ":1"
        x, y, z = self.place if self.encoders and self.homed else self.planner.position
        parts = [name, f"MPos:{x:.3f},{y:.3f},{z:.3f}"]
        if int(self.settings[10]) & 2:
            parts.append(f"Bf:{self.planner.free},{RX - len(self._rx) - 1}")
        on = "".join(letter for letter, place in zip("XYZ", self.place, strict=True) if place >= -SWITCH)
        if on:
            parts.append(f"Pn:{on}")
        parts.append(f"FS:{self.planner.feed:.0f},0")
        if self._reports % 10 == 0:
            parts.append("WCO:0.000,0.000,0.000")
        self._reports += 1
        return f"<{'|'.join(parts)}>"

    def _reset(self) -> None:
        self._critical = False
        lost = self.state is State.HOME or self.planner.speed > 0
        number = 6 if self.state is State.HOME else 3
        locked = self.state is State.ALARM or lost or (self.settings[22] and not self.homed)
        self.planner.clear()
        self._rx.clear()
        self._line.clear()
        self._dwell, self._waits = 0.0, None
        self._homing = []
        self._feed, self._motion, self._scale, self._absolute = 0.0, "0", 1.0, True
        if lost:
            self._say(f"ALARM:{number}")
        self.state = State.ALARM if locked else State.IDLE
        self._greet()

    def _blocked(self) -> bool:
        return self._waits is not None or self._dwell > 0 or self.planner.free <= 0

    def _work(self) -> None:
        """Read lines as long as there is room for what they ask."""
        while self._rx and not self._blocked():
            byte = self._rx.pop(0)
            if byte in b"\r\n":
                line, too_long = self._line.decode("latin-1"), len(self._line) >= LINE
                self._line.clear()
                self._do(line, too_long=too_long)
            elif len(self._line) < LINE:
                self._line.append(byte)

    def _do(self, line: str, *, too_long: bool) -> None:
        try:
            if too_long:
                raise Wrong(11)
            text = "".join(line.split()).upper()
            if text.startswith("$"):
                self._system(text)
            elif text:
                if self.state in (State.ALARM, State.JOG):
                    raise Wrong(9)
                self._run(parse_block(line))
            else:
                self._say("ok")
        except Wrong as error:
            self._say(f"error:{error.number}")

    def _system(self, text: str) -> None:
        if text.startswith("$J="):
            self._jog(text[3:])
            return
        if self.state not in (State.IDLE, State.ALARM):
            raise Wrong(8)
        match text:
            case "$":
                self._say("[HLP:$$ $# $G $I $N $x=val $Nx=line $J=line $SLP $C $X $H ~ ! ? ctrl-x]")
            case "$$":
                for line in self.settings.listed():
                    self._say(line)
            case "$I":
                self._say("[VER:1.1h.20190825:]")
                self._say("[OPT:V,15,128]")
            case "$G":
                units, way = ("21" if self._scale == 1 else "20"), ("90" if self._absolute else "91")
                self._say(f"[GC:G{self._motion} G54 G17 G{units} G{way} G94 M5 M9 T0 F{self._feed:.0f} S0]")
            case "$#":
                self._say("[G54:0.000,0.000,0.000]")
            case "$X":
                if self.state is State.ALARM:
                    self.state = State.IDLE
                    self._say("[MSG:Caution: Unlocked]")
            case "$H":
                self._home()
                return
            case _:
                self.settings.assign(text)
        self._say("ok")

    def _alarm(self, number: int) -> None:
        """Stop in order, then hear nothing but a reset; the position is still known after a soft limit."""
        self.planner.clear()
        self._rx.clear()
        self._dwell, self._waits = 0.0, None
        self.state = State.ALARM
        self._critical = True
        self._say(f"ALARM:{number}")
        self._say("[MSG:Reset to continue]")
