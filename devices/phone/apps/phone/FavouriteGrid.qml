import QtQuick
import "../../system"

// The people with a star, to be called by one tap.
Item {
    id: view
    property var people: []
    signal called(string number)
    signal adding
    Flickable {
        anchors.fill: parent
        contentHeight: grid.height + 104
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        Grid {
            id: grid
            x: 12
            width: parent.width - 24
            columns: Math.max(3, Math.floor(width / 130))
            Repeater {
                model: view.people
                Pressable {
                    id: face
                    required property var modelData
                    width: grid.width / grid.columns
                    height: Math.max(108 + Theme.size(24), 108 + called.height)
                    radius: 16
                    treeText: modelData.name
                    onClicked: view.called(modelData.phone)
                    Avatar { size: 80; y: 12; anchors.horizontalCenter: parent.horizontalCenter; name: face.modelData.name }
                    Label { id: called; property bool treeHidden: true; y: 98; x: 4; width: parent.width - 8; horizontalAlignment: Text.AlignHCenter; text: face.modelData.name; font.pixelSize: Theme.fit(text, 14, width); wrapMode: Text.Wrap; maximumLineCount: 3 }
                }
            }
        }
    }
    EmptyState { visible: view.people.length === 0; icon: "star-outline"; text: phone.tr("No favourites yet"); detail: phone.tr("Give a contact a star to see it here."); action: phone.tr("Open contacts"); onActed: view.adding() }
}
