"""A bench that is not there: a virtual phone under a virtual pen, seen by a virtual camera.

rig.py         the whole bench, and the person who calibrates it
port.py        a pseudo-terminal with the controller behind it     controller.py  GRBL 1.1: bytes in, bytes out
block.py       one line of G-code                                  settings.py    $0 to $132
steering.py    what it does with its motors                        motion.py      lines with acceleration
wire.py        a line without threads, for trying things out       glass.py       where the pen touches the phone
lens.py        perspective, blur, light, noise, the pen in the way faults.py      what goes wrong, and when
"""
