import QtQuick
import "../../system"

// Address bar, the page, and the buttons below. tab: the row of "browser_tabs" in front.
Rectangle {
    id: view
    objectName: "page"
    property string name: ""
    property var tab: null
    property int count: 1
    property var sites: []
    property var bookmarks: []
    property bool typing: false
    property bool finding: false
    property var content: ({ status: "ok", blocks: [], colour: "" })
    readonly property string url: tab ? tab.url : ""
    readonly property int serial: tab ? tab._id * 1000 + Number(tab.at) : 0
    readonly property var mark: bookmarks.find((row) => row.url === url) || null
    property Item overlay: null
    signal went(string words)
    signal stepped(int by)
    signal sent(string form, var values)
    signal downloaded(string name)
    signal choosing(var field, string value, var then)
    signal held(string url, string text)
    signal showing(string page)
    signal opened
    signal marking
    color: Theme.surface

    onSerialChanged: load()
    onUrlChanged: load()
    Component.onCompleted: load()
    function load() {
        stopFinding()
        web.wrong = {}
        stopTyping()
        content = url === "" ? { status: "start", blocks: [], colour: "" } : store.call("browser", "load", { url: url })
    }
    function stopFinding() {
        finding = false
        words.text = ""
        words.input.focus = false
    }
    function stopTyping() {
        typing = false
        address.input.focus = false
    }
    function shown(address) {
        const short = address.replace(/^https?:\/\//, "").replace(/\/$/, "")
        try { return decodeURI(short) } catch (error) { return short }
    }
    function focusAddress() { address.text = url; typing = true; address.input.forceActiveFocus(); address.input.selectAll() }
    function complain(form, fields) { web.wrong = Object.assign({}, web.wrong, { [form]: fields }) }
    function dismiss() { return overlay !== null && overlay.back() }
    function back() {
        if (finding) { stopFinding(); return true }
        if (typing) { stopTyping(); return true }
        if (!tab || Number(tab.at) === 0) return false
        stepped(-1)
        return true
    }

    Rectangle {
        id: bar
        x: 12; y: 8
        width: parent.width - 72
        height: 48
        radius: 24
        visible: !view.finding
        color: Theme.surfaceHigh
        Icon { x: 14; anchors.verticalCenter: parent.verticalCenter; size: 20; name: view.url === "" || view.typing ? "magnify" : view.content.status === "ok" ? "lock-outline" : "information-outline" }
        Pressable {
            x: 40
            width: parent.width - 88
            height: parent.height
            visible: !view.typing
            treeClass: "android.widget.EditText"
            treeId: "url_bar"
            treeText: view.shown(view.url)
            treeLabel: phone.tr("Search or type an address")
            onClicked: view.focusAddress()
            Label { property bool treeHidden: true; width: parent.width; anchors.verticalCenter: parent.verticalCenter; fontSizeMode: parent.treeText ? Text.FixedSize : Text.HorizontalFit; minimumPixelSize: 9; text: parent.treeText || parent.treeLabel; sp: 15; color: parent.treeText ? Theme.onSurface : Theme.onSurfaceVariant }
        }
        Field {
            id: address
            visible: view.typing
            plain: true
            x: 24
            width: parent.width - 72
            height: 48
            sp: 15
            label: phone.tr("Search or type an address")
            treeId: "url_bar"
            onSubmitted: { view.stopTyping(); if (text.trim() !== "") view.went(text.trim()) }
        }
        IconButton { anchors.right: parent.right; size: 20; visible: view.typing || view.url !== ""; icon: view.typing ? "close" : "refresh"; label: view.typing ? phone.tr("Clear") : phone.tr("Reload"); onClicked: { if (view.typing) address.text = ""; else view.load() } }
    }
    Menu {
        anchors.right: parent.right
        anchors.rightMargin: 6
        y: 8
        visible: !view.finding
        entries: [
            { text: phone.tr("New tab"), icon: "tab-plus", act: () => view.opened() },
            view.mark ? { text: phone.tr("Edit bookmark"), icon: "bookmark", act: () => view.marking() } : { text: phone.tr("Add bookmark"), icon: "bookmark-outline", enabled: view.url !== "" && view.content.status === "ok", act: () => view.marking() },
            { text: phone.tr("Bookmarks"), icon: "bookmark-multiple", act: () => view.showing("bookmarks") },
            { text: phone.tr("History"), icon: "history", act: () => view.showing("history") },
            { text: phone.tr("Downloads"), icon: "download", act: () => view.showing("downloads") },
            { text: phone.tr("Find in page"), icon: "magnify", enabled: view.content.status === "ok", act: () => { view.finding = true; words.input.forceActiveFocus() } },
            { text: phone.tr("Share"), icon: "share-variant", enabled: view.url !== "", act: () => phone.share({ text: view.url, subject: view.content.title }) }
        ]
    }
    Row {
        visible: view.finding
        x: 12; y: 8
        Field { id: words; plain: true; width: view.width - 12 - 3 * 48 - hitCount.width - 8; height: 48; label: phone.tr("Find in page"); treeId: "find_query"; onSubmitted: ime.hide() }
        Label { id: hitCount; width: 56; height: 48; horizontalAlignment: Text.AlignHCenter; text: web.hits.length ? (web.place + 1) + "/" + web.hits.length : words.text ? "0/0" : ""; sp: 14; color: Theme.onSurfaceVariant }
        IconButton { icon: "chevron-up"; label: phone.tr("Previous hit"); enabled: web.hits.length > 0; onClicked: web.place = (web.place + web.hits.length - 1) % web.hits.length }
        IconButton { icon: "chevron-down"; label: phone.tr("Next hit"); enabled: web.hits.length > 0; onClicked: web.place = (web.place + 1) % web.hits.length }
        IconButton { icon: "close"; label: phone.tr("Close search"); onClicked: view.stopFinding() }
    }
    StartPage { y: 64; width: parent.width; height: foot.y - y; visible: view.content.status === "start"; sites: view.sites; bookmarks: view.bookmarks; onFollowed: (url) => view.went(url); onHeld: (url, text) => view.held(url, text) }
    WebView {
        id: web
        y: 64
        width: parent.width
        height: foot.y - y
        visible: view.content.status !== "start"
        content: view.content
        url: view.url
        words: view.finding ? words.text : ""
        onFollowed: (url) => view.went(url)
        onHeld: (url, text) => view.held(url, text)
        onSent: (form, values) => view.sent(form, values)
        onDownloaded: (name) => view.downloaded(name)
        onChoosing: (field, value, then) => view.choosing(field, value, then)
        onRetried: view.load()
    }
    Rectangle {
        id: foot
        width: parent.width
        height: 52
        anchors.bottom: parent.bottom
        color: Theme.surfaceHigh
        Row {
            anchors.verticalCenter: parent.verticalCenter
            Repeater {
                model: [
                    { icon: "arrow-left", label: phone.tr("Previous page"), enabled: !!view.tab && Number(view.tab.at) > 0, act: () => view.stepped(-1) },
                    { icon: "arrow-right", label: phone.tr("Next page"), enabled: !!view.tab && Number(view.tab.at) < view.tab.stack.length - 1, act: () => view.stepped(1) },
                    { icon: "home-outline", label: phone.tr("Start page"), enabled: view.url !== "", act: () => view.went("") },
                    { icon: view.mark ? "bookmark" : "bookmark-outline", label: view.mark ? phone.tr("Edit bookmark") : phone.tr("Add bookmark"), enabled: view.url !== "" && view.content.status === "ok", act: () => view.marking() },
                    { icon: "", label: phone.tr("Tabs"), enabled: true, act: () => view.showing("tabs") }
                ]
                Item {
                    required property var modelData
                    width: foot.width / 5
                    height: 48
                    IconButton { anchors.centerIn: parent; icon: parent.modelData.icon; label: parent.modelData.label; enabled: parent.modelData.enabled; ink: enabled ? Theme.onSurface : Theme.outline; onClicked: parent.modelData.act()
                        Rectangle { visible: parent.icon === ""; anchors.centerIn: parent; width: 24; height: 24; radius: 5; color: "transparent"; border.width: 2; border.color: Theme.onSurface
                            Label { anchors.centerIn: parent; text: view.count; font.pixelSize: 12; font.weight: Font.Bold } }
                    }
                }
            }
        }
    }
}
