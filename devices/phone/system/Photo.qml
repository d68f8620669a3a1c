import QtQuick

// A picture out of the phone's files: path such as /sdcard/DCIM/Camera/IMG_0001.png. Cropped to fill, or whole with whole set.
Item {
    id: photo
    property string path
    property bool whole: false
    property int revision: 0  // raise it when the file has changed
    readonly property bool broken: picture.status === Image.Error || (picture.status === Image.Ready && picture.implicitWidth <= 1)
    property string treeClass: "android.widget.ImageView"
    property string treeLabel: ""
    Rectangle { anchors.fill: parent; color: Theme.surfaceHigh; visible: photo.broken && !photo.whole }
    Icon { anchors.centerIn: parent; name: "image-outline"; visible: photo.broken }
    Image {
        id: picture
        anchors.fill: parent
        source: photo.path ? "image://files/" + photo.revision + "/" + encodeURIComponent(photo.path) : ""
        sourceSize: Qt.size(Math.ceil(width * phone.scale), 0)
        fillMode: photo.whole ? Image.PreserveAspectFit : Image.PreserveAspectCrop
        cache: false
        smooth: true
        transform: Scale { xScale: Theme.rtl ? -1 : 1; origin.x: picture.width / 2 }
    }
}
