import QtQuick
import "../../system"

// One way to reach a person: a round icon above a word.
Pressable {
    id: action
    property string icon
    property string text
    width: 96
    height: 60 + words.height
    radius: 20
    treeText: text
    treeEnabled: enabled
    Rectangle { anchors.horizontalCenter: parent.horizontalCenter; y: 4; width: 48; height: 48; radius: 24; color: Theme.primaryContainer; opacity: action.enabled ? 1 : 0.4 }
    Icon { anchors.horizontalCenter: parent.horizontalCenter; y: 16; name: action.icon; color: action.enabled ? Theme.onPrimaryContainer : Theme.outline }
    Label { id: words; y: 56; width: parent.width; horizontalAlignment: Text.AlignHCenter; fontSizeMode: Text.HorizontalFit; minimumPixelSize: 9; text: action.text; sp: 14; color: action.enabled ? Theme.onSurface : Theme.outline }
}
