import QtQuick
import "../../system"
import "sizes.js" as Sizes

// Files: everything that it shows is in the phone's file system.
Item {
    id: app
    readonly property string page: pages.name

    function open(name, values) {
        pages.reset()
        closeDialogs()
        const given = values || {}
        const path = given.path || (given.uri ? decodeURIComponent(given.uri.replace(/^file:\/\//, "")) : "")
        if (name === "open") Qt.callLater(openPath, path)  // another app may come to the front, once this one has
        else if (name !== "") go(name, path ? Object.assign({}, given, { path: path }) : given)
    }
    function back() { return closeDialogs() || pages.back() }
    function closeDialogs() { return [naming, confirm, binned, sorting, unknown, discard].some((dialog) => dialog.back()) }

    function go(name, values) {
        const given = values || {}
        if (name === "downloads" || given.kind === "download") pages.show(folder, { path: "/sdcard/Download" })
        else if (name === "folder") pages.show(folder, { path: clean(given.path || "/sdcard") })
        else if (name === "category") pages.show(category, { kind: given.kind || "document" })
        else if (name === "search") pages.show(search, { wanted: given.query || "" })
        else if (name === "trash") pages.show(bin)
        else if (name === "details") details(clean(given.path || "/sdcard"))
        else if (name === "text") pages.show(text, { path: given.path || "/sdcard/Download/readme.txt" })
        else if (name === "edit") pages.show(editor, { path: given.path || "/sdcard/Documents/" + phone.tr("New file") + ".txt" })
        else if (name === "pick") pick(given.verb === "move" ? "move" : "copy", given.path ? [given.path] : [], () => {})
    }
    function clean(path) { return path.replace(/^\/storage\/emulated\/0/, "/sdcard").replace(/\/+$/, "") || "/" }
    function openPath(path) {
        const found = store.call("files", "stat", { path: path })
        if (found.error) { go("details", { path: path }); return }
        openEntry(found, null)
    }
    function openEntry(entry, from) {
        if (entry.folder && from && from.enter) from.enter(entry.path)
        else if (entry.folder) pages.show(folder, { path: entry.path })
        else if (entry.kind === "text") pages.show(text, { path: entry.path })
        else if (entry.kind === "image") phone.open("com.android.gallery3d", "photo", { path: entry.path })
        else if (entry.kind === "audio") phone.open("com.android.music", "play", { path: entry.path })
        else { unknown.entry = entry; unknown.open() }
    }
    // Says what went wrong; true where nothing did.
    function tell(answer) {
        if (answer.error) phone.showToast(trouble(answer.error))
        return !answer.error
    }
    function trouble(code) {
        return ({
            exists: phone.tr("There is already an item with this name"), missing: phone.tr("It is no longer there"),
            denied: phone.tr("This place is read-only"), name: phone.tr("This name cannot be used"),
            inside: phone.tr("A folder cannot go into itself"), folder: phone.tr("This is a folder"),
        })[code] || phone.tr("That did not work")
    }
    function share(entries) {
        const files = entries.filter((entry) => !entry.folder)
        if (files.length === 0) { phone.showToast(phone.tr("Folders cannot be shared")); return }
        phone.share({ path: files[0].path, paths: files.map((entry) => entry.path).join("\n"), subject: files.map((entry) => entry.name).join(", "), mime: Sizes.mime(files[0].name, files[0].kind) })
    }
    function details(path) { pages.show(facts, { path: path }) }
    function pick(verb, paths, done) { pages.show(picker, { verb: verb, paths: paths, done: done }) }
    function askFolder(path) {
        naming.ask(phone.tr("New folder"), phone.tr("New folder"), (name) => {
            const answer = store.call("files", "mkdir", { path: path, name: name })
            return answer.error ? trouble(answer.error) : ""
        })
    }
    function askRename(entry, done) {
        naming.ask(phone.tr("Rename"), entry.name, (name) => {
            const answer = store.call("files", "rename", { path: entry.path, name: name })
            if (!answer.error) done()
            return answer.error ? trouble(answer.error) : ""
        })
    }
    function askSort() { sorting.open() }
    function askThrow(entries, done) {
        const one = entries.length === 1
        confirm.ask(one ? phone.tr("Move to bin?") : phone.tr("Move %1 items to bin?").replace("%1", entries.length), one ? entries[0].name : "", phone.tr("Move to bin"), () => {
            const paths = entries.map((entry) => entry.path)
            if (tell(store.call("files", "throw", { paths: paths }))) phone.showToast(phone.tr("Moved to bin"))
            done()
        })
    }
    function askBinned(entry) { binned.entry = entry; binned.open() }
    function askEmpty() {
        confirm.ask(phone.tr("Empty bin?"), phone.tr("All items in the bin are deleted for good"), phone.tr("Delete"), () => tell(store.call("files", "empty", {})))
    }

    PageStack { id: pages; initialItem: FilesHome { desk: app } }
    Component { id: folder; FolderPage { desk: app } }
    Component { id: category; CategoryPage { desk: app } }
    Component { id: search; SearchPage { desk: app } }
    Component { id: bin; TrashPage { desk: app } }
    Component { id: facts; DetailsPage { desk: app } }
    Component {
        id: text
        TextPage { id: reading; desk: app; onEditing: pages.show(editor, { path: reading.path }) }
    }
    Component {
        id: editor
        EditPage { desk: app; onSaved: { phone.showToast(phone.tr("Saved")); pages.leave() } onLeaving: discard.open() }
    }
    Component {
        id: picker
        PickPage {
            id: picking
            property var done: null
            desk: app
            onAgreed: {
                const answer = store.call("files", verb, { paths: paths, to: path })
                if (app.tell(answer)) phone.showToast((verb === "move" ? phone.tr("Moved to %1") : phone.tr("Copied to %1")).replace("%1", path.split("/").pop()))
                done()
                pages.leave()
            }
        }
    }
    NameDialog { id: naming }
    ChoiceDialog {
        id: sorting
        title: phone.tr("Sort by")
        value: Stored.setting("secure/files_sort", "name")
        options: [{ value: "name", text: phone.tr("File name") }, { value: "date", text: phone.tr("Date, newest first") }, { value: "size", text: phone.tr("Size, largest first") }]
        onChosen: (value) => store.put("secure", "files_sort", value)
    }
    Dialog {
        id: confirm
        property var act: null
        function ask(title, message, accept, act) {
            confirm.title = title
            confirm.message = message
            confirm.accept = accept
            confirm.act = act
            open()
        }
        onAccepted: act()
    }
    Dialog {
        id: binned
        property var entry: null
        title: entry ? entry.name : ""
        message: entry ? phone.tr("Deleted for good on %1").replace("%1", phone.formatTime(entry.expires, "date")) : ""
        accept: phone.tr("Restore")
        reject: phone.tr("Cancel")
        onAccepted: if (app.tell(store.call("files", "restore", { paths: [entry.path] }))) phone.showToast(phone.tr("Restored to %1").replace("%1", entry.origin))
        TextButton {
            text: phone.tr("Delete for good")
            ink: Theme.error
            x: -16
            onClicked: {
                const path = binned.entry.path
                binned.close()
                confirm.ask(phone.tr("Delete for good?"), phone.tr("This cannot be undone"), phone.tr("Delete"), () => app.tell(store.call("files", "delete", { paths: [path] })))
            }
        }
    }
    Dialog {
        id: unknown
        property var entry: null
        title: phone.tr("No app can open this file")
        message: entry ? entry.name : ""
        reject: ""
        TextButton { text: phone.tr("Details"); x: -16; onClicked: { unknown.close(); app.details(unknown.entry.path) } }
    }
    Dialog {
        id: discard
        title: phone.tr("Discard your changes?")
        accept: phone.tr("Discard")
        onAccepted: pages.leave()
    }
}
