import QtQuick

// Whom to call when it matters, reachable without unlocking. A call is noted in the list of the phone app.
Rectangle {
    id: page
    property string treeClass: "android.widget.FrameLayout"
    color: Theme.surface
    MouseArea { anchors.fill: parent; preventStealing: true }
    Column {
        anchors.centerIn: parent
        width: Math.min(parent.width - 48, 360)
        spacing: 12
        Icon { anchors.horizontalCenter: parent.horizontalCenter; name: "alert-octagon"; size: 44; color: Theme.error }
        Label { width: parent.width; horizontalAlignment: Text.AlignHCenter; text: phone.tr("Emergency"); sp: 26 }
        Label {
            readonly property string owner: Stored.setting("secure/owner_name", "")
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            wrapMode: Text.Wrap
            text: owner ? phone.tr("This phone belongs to %1.").replace("%1", owner) : phone.tr("The owner has left no information.")
            sp: 15
            color: Theme.onSurfaceVariant
        }
        WideButton { icon: "phone"; text: phone.tr("Call %1").replace("%1", "112"); onClicked: { surfaces.callEmergency("112"); phone.showToast(phone.tr("Emergency call noted")) } }
        WideButton { plain: true; text: phone.tr("Close"); onClicked: surfaces.choosePower("") }
    }
}
