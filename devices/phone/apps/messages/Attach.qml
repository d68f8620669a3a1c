import QtQuick
import "../../system"

// The pictures on the phone, to choose one; or the camera takes one.
AppPage {
    id: view
    property var paths: []
    property bool allowed: false
    signal picked(string path)
    signal asking
    name: "attach"
    title: phone.tr("Attach a picture")
    actions: IconButton {
        icon: "camera-outline"
        label: phone.tr("Take photo")
        onClicked: phone.open("com.android.camera2", "capture", { "package": "com.android.messaging", page: "attach" })
    }
    EmptyState { visible: !view.allowed; icon: "image-multiple"; text: phone.tr("Messages may not see your pictures"); action: phone.tr("Allow access"); onActed: view.asking() }
    EmptyState { visible: view.allowed && view.paths.length === 0; icon: "image-outline"; text: phone.tr("No pictures on this phone") }
    GridView {
        property string treeClass: "androidx.recyclerview.widget.RecyclerView"
        property bool treeScrollable: contentHeight > height
        anchors.fill: parent
        visible: view.allowed
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        cellWidth: Math.floor(width / Math.max(3, Math.floor(width / 140)))
        cellHeight: cellWidth
        model: view.allowed ? view.paths : []
        delegate: Pressable {
            id: cell
            required property string modelData
            width: GridView.view.cellWidth
            height: GridView.view.cellHeight
            treeClass: "android.widget.ImageView"
            treeLabel: modelData.slice(modelData.lastIndexOf("/") + 1)
            onClicked: view.picked(modelData)
            Photo { anchors.fill: parent; anchors.margins: 2; path: cell.modelData }
        }
    }
}
