"""A pen plotter or delta robot in front of a real screen, with a camera that looks at it.

stylus.py       StylusDevice: look and act           opening.py      from a specification to an open one
plotter.py      homing, limits, touching, holding    grbl.py         the controller's protocol on a serial line
strokes.py      from actions to contacts             gcode.py        from contacts to lines
camera.py       from exposures to a frontal picture  sheet.py        the printed sheet with markers
markers.py      four markers in a picture            calibrating.py  how a person makes a calibration
jogging.py      the pen moved by keys                status.py       where the pen is said to be
cli.py          the commands
homography.py   a plane seen in another plane        calibration.py  what has to be known, in a file
words.py        GRBL's error numbers in words        serial_line.py  a serial port
machine.py      what it can and may do               packages.py     opencv and pyserial, where they are needed
simulator/      a bench that is not there: phone, plotter, camera
"""

from devices.stylus.opening import open_stylus
from devices.stylus.stylus import StylusDevice

__all__ = ["StylusDevice", "open_stylus"]
