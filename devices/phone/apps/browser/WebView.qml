import QtQuick
import "../../system"

// A page: its blocks, or why there are none. words: what is searched for in it.
Item {
    id: view
    property var content: ({ status: "ok", blocks: [], colour: "" })
    property string url
    property string words
    property int place: 0  // which of the hits is in front
    property var wrong: ({})  // form -> names of fields that are missing
    readonly property var hits: {
        const wanted = words.trim().toLowerCase(), found = []
        if (wanted !== "") content.blocks.forEach((block, index) => { if (((block.text || "") + " " + (block.summary || "")).toLowerCase().includes(wanted)) found.push(index) })
        return found
    }
    signal followed(string url)
    signal held(string url, string text)
    signal sent(string form, var values)
    signal downloaded(string name)
    signal choosing(var field, string value, var then)
    signal retried
    function reveal() {
        const block = hits.length ? blocks.itemAt(hits[place]) : null
        if (block) list.contentY = Math.max(0, Math.min(block.y - 40, list.contentHeight - list.height))
    }
    onPlaceChanged: reveal()
    onHitsChanged: { place = 0; reveal() }
    onContentChanged: list.contentY = 0

    Rectangle { width: parent.width; height: 3; color: view.content.colour || "transparent"; visible: view.content.status === "ok" }
    Scroller {
        id: list
        property string treeId: "webview"
        anchors.fill: parent
        anchors.topMargin: 3
        treeClass: "android.webkit.WebView"
        visible: view.content.status === "ok"
        Item { width: 1; height: 8 }
        Repeater {
            id: blocks
            model: view.content.blocks
            Block {
                required property var modelData
                required property int index
                width: list.width
                block: modelData
                colour: view.content.colour
                hit: view.hits.includes(index)
                front: view.hits[view.place] === index
                wrong: view.wrong[modelData.name] || []
                onFollowed: (url) => view.followed(url)
                onHeld: (url, text) => view.held(url, text)
                onSearched: (url) => view.followed(url)
                onSent: (form, values) => view.sent(form, values)
                onDownloaded: (name) => view.downloaded(name)
                onChoosing: (field, value, then) => view.choosing(field, value, then)
            }
        }
    }
    EmptyState { visible: view.content.status === "offline"; icon: "wifi-off"; text: phone.tr("No internet"); detail: phone.tr("Check Wi-Fi, mobile data and airplane mode."); action: phone.tr("Try again"); onActed: view.retried() }
    EmptyState { visible: view.content.status === "missing"; icon: "alert-circle-outline"; text: phone.tr("This page cannot be found"); detail: view.url; action: phone.tr("Try again"); onActed: view.retried() }
}
