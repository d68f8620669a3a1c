import QtQuick

// One page of an app: a bar on top, content below, the background of the theme.
Rectangle {
    id: page
    property string title
    property string name  // what the app reports as its page, such as "network/hotspot"
    property bool root: false
    property bool secure: false  // screenshots of it are black, as with Android's FLAG_SECURE
    property Item overlay: null  // what lies above the page and goes first when one goes back: a menu
    objectName: "page"
    property var stack: null  // the StackView that holds it
    property alias actions: bar.actions
    default property alias content: body.data
    color: Theme.surface
    function dismiss() { return overlay !== null && overlay.back() }
    function back() { return false }
    AppBar { id: bar; title: page.title; canGoBack: !page.root; onBack: { ime.hide(); phone.pressBack() } }
    Item { id: body; y: bar.height; width: parent.width; height: parent.height - bar.height }
}
