"""How the window manager of a private desktop is set up.

Knows jwm's configuration file. A click gives the focus: with jwm's own default the focus follows the pointer, and typed
text would go wherever the pointer happens to be. The desktop is painted, so that it is never all black; there is no clock,
so that a still desktop gives equal pictures.
"""

from __future__ import annotations

CONFIGURATION = """<?xml version="1.0"?>
<JWM>
  <RootMenu onroot="3"/>
  <Tray x="0" y="-1" height="28" autohide="off">
    <TaskList maxwidth="220"/>
    <Dock/>
  </Tray>
  <WindowStyle>
    <Font>DejaVu Sans-10</Font>
    <Width>3</Width>
    <Height>24</Height>
    <Foreground>#EEEEEE</Foreground>
    <Background>#5A6068</Background>
    <Active><Foreground>#FFFFFF</Foreground><Background>#2B5F93</Background></Active>
  </WindowStyle>
  <TrayStyle><Font>DejaVu Sans-10</Font><Foreground>#FFFFFF</Foreground><Background>#30343A</Background></TrayStyle>
  <TaskListStyle>
    <Font>DejaVu Sans-10</Font>
    <Foreground>#DDDDDD</Foreground>
    <Background>#30343A</Background>
    <Active><Foreground>#FFFFFF</Foreground><Background>#50565E</Background></Active>
  </TaskListStyle>
  <MenuStyle>
    <Font>DejaVu Sans-10</Font>
    <Foreground>#FFFFFF</Foreground>
    <Background>#30343A</Background>
    <Active><Foreground>#FFFFFF</Foreground><Background>#2B5F93</Background></Active>
  </MenuStyle>
  <PopupStyle enabled="false"/>
  <Desktops width="1" height="1"><Background type="solid">#4A6B82</Background></Desktops>
  <FocusModel>click</FocusModel>
  <SnapMode distance="0">none</SnapMode>
  <MoveMode>opaque</MoveMode>
  <ResizeMode>opaque</ResizeMode>
  <DoubleClickSpeed>400</DoubleClickSpeed>
  <DoubleClickDelta>4</DoubleClickDelta>
  <Key mask="A" key="Tab">nextstacked</Key>
  <Key mask="A" key="F4">close</Key>
</JWM>
"""


def configuration() -> str:
    """The text of the configuration file."""
    return CONFIGURATION
