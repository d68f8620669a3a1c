import QtQuick
import "../../system"

// What is in a folder. Tapping a folder goes into it, "back" to where one came from.
ListPage {
    id: view
    property string path: "/sdcard"
    property var trail: []
    name: "folder"
    heading: path === "/sdcard" ? phone.tr("Internal storage") : path.split("/").pop() || "/"
    entries: listing.entries
    room: crumbs.height
    more: [{ text: phone.tr("New folder"), icon: "folder-plus", act: () => view.desk.askFolder(view.path) }]
    function enter(where) {
        if (where === path) return
        done()
        trail = trail.concat([path])
        path = where
    }
    function back() {
        if (list.selecting) { done(); return true }
        if (trail.length === 0) return false
        path = trail[trail.length - 1]
        trail = trail.slice(0, -1)
        return true
    }
    Listing { id: listing; method: "list"; values: ({ path: view.path, hidden: view.hidden }) }
    Crumbs { id: crumbs; path: view.path; onChosen: (where) => view.enter(where) }
    EmptyState {
        visible: view.entries.length === 0
        icon: listing.answer.error ? "folder-remove" : "folder-open"
        text: listing.answer.error ? phone.tr("This folder is no longer there") : phone.tr("No items")
        detail: listing.answer.error ? view.path : ""
    }
    Fab { visible: !view.list.selecting && !listing.answer.error; icon: "folder-plus"; treeLabel: phone.tr("New folder"); onClicked: view.desk.askFolder(view.path) }
}
