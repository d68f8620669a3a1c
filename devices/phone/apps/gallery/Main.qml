import QtQuick
import "../../system"
import "photos.js" as Albums

// Gallery: the picture files of the phone, by day and by album.
Item {
    id: app
    readonly property string page: pages.name
    property var found: []  // what the search has found

    function open(name, values) {
        pages.reset()
        closeDialogs()
        home.tab = name === "albums" ? 1 : 0
        const given = values || {}
        if (name !== "" && name !== "albums") go(name, given)
    }
    function back() { return closeDialogs() || pages.back() }
    function closeDialogs() { return [naming, confirm, binned, moving].some((dialog) => dialog.back()) }
    function clean(path) { return path.replace(/^file:\/\//, "").replace(/^\/storage\/emulated\/0/, "/sdcard") }

    function go(name, values) {
        const given = values || {}
        const path = given.path || given.uri ? clean(given.path || decodeURIComponent(given.uri)) : library.all.length ? library.all[0].path : ""
        if (name === "photo") show(path, given.scope || "all")
        else if (name === "album") pages.show(album, { key: given.key || "favourites" })
        else if (name === "search") pages.show(search, { wanted: given.query || "" })
        else if (name === "trash") pages.show(bin)
        else if (name === "details") pages.show(details, { path: path })
        else if (name === "edit") pages.show(editor, { path: path })
    }
    function show(path, scope) { pages.show(viewer, { path: path, scope: scope }) }
    function inScope(scope) {
        if (scope === "all") return library.all
        if (scope === "found") return found.map((photo) => library.find(photo.path)).filter((photo) => photo !== null)
        return library.all.filter((photo) => scope === "favourites" ? photo.favourite : photo.bucket === scope)
    }
    // Folders that every phone has are called by words, others as they are.
    function albumName(folder) {
        return ({ Camera: phone.tr("Camera"), Screenshots: phone.tr("Screenshots"), Download: phone.tr("Downloads") })[folder] || folder
    }
    function trouble(code) {
        return ({
            exists: phone.tr("There is already an item with this name"), missing: phone.tr("It is no longer there"),
            denied: phone.tr("This place is read-only"), name: phone.tr("This name cannot be used"),
        })[code] || phone.tr("That did not work")
    }
    function tell(answer) {
        if (answer.error) phone.showToast(trouble(answer.error))
        return !answer.error
    }
    function like(paths, on) { store.call("gallery", "like", { paths: paths, on: on }) }
    function share(paths) { phone.share({ path: paths[0], paths: paths.join("\n"), subject: paths.map((path) => path.split("/").pop()).join(", "), mime: "image/*" }) }
    function askThrow(paths, done) {
        confirm.ask(paths.length === 1 ? phone.tr("Move to bin?") : phone.tr("Move %1 photos to bin?").replace("%1", paths.length), phone.tr("Items in the bin are deleted after 30 days"), phone.tr("Move to bin"), () => {
            if (tell(store.call("gallery", "throw", { paths: paths }))) phone.showToast(phone.tr("Moved to bin"))
            done()
            if (pages.name === "photo" && pages.currentItem.photos.length === 0) pages.leave()
        })
    }
    function askEmpty(entries) {
        confirm.ask(phone.tr("Empty bin?"), phone.tr("All photos in the bin are deleted for good"), phone.tr("Delete"), () => tell(store.call("gallery", "delete", { paths: entries.map((entry) => entry.path) })))
    }
    function askBinned(entry) { binned.entry = entry; binned.open() }
    function askDiscard() { confirm.ask(phone.tr("Discard your changes?"), "", phone.tr("Discard"), () => pages.leave()) }
    function askWallpaper(path) {
        confirm.ask(phone.tr("Set as wallpaper?"), path.split("/").pop(), phone.tr("Set"), () => {
            store.put("system", "wallpaper_image", path)
            phone.showToast(phone.tr("Wallpaper set"))
        })
    }
    function askRename(photo, done) {
        naming.ask(phone.tr("Rename"), photo.name, (name) => {
            const answer = store.call("gallery", "rename", { path: photo.path, name: name })
            if (!answer.error) done(answer.path)
            return answer.error ? trouble(answer.error) : ""
        })
    }
    function askAlbum(paths, done) {
        naming.ask(phone.tr("New album"), "", (name) => {
            const answer = store.call("gallery", "album", { name: name })
            if (answer.error) return trouble(answer.error)
            if (paths.length > 0) move(paths, answer.path, done)
            else pages.show(album, { key: answer.path })
            return ""
        })
    }
    function askMove(paths, done) {
        moving.paths = paths
        moving.done = done
        moving.open()
    }
    function move(paths, folder, done) {
        if (tell(store.call("gallery", "move", { paths: paths, to: folder }))) phone.showToast(phone.tr("Moved to %1").replace("%1", app.albumName(folder.split("/").pop())))
        done()
    }

    Photos { id: library }
    PageStack { id: pages; initialItem: home }
    HomePage {
        id: home
        desk: app
        photos: library.all
        binned: JSON.parse((files, store.call("gallery", "trash", {}).text)).length
        readonly property int files: store.fileRevision
    }
    Component { id: album; AlbumPage { desk: app; all: library.all } }
    Component { id: search; SearchPage { desk: app; all: library.all } }
    Component { id: bin; TrashPage { desk: app } }
    Component {
        id: viewer
        ViewerPage {
            property string scope: "all"
            desk: app
            photos: app.inScope(scope)
        }
    }
    Component { id: details; DetailsPage { desk: app; photo: library.find(path) } }
    Component {
        id: editor
        EditPage {
            desk: app
            there: library.find(path) !== null
            onSaving: {
                const answer = store.call("gallery", "save", { path: path, turns: turns, square: square, brightness: brightness })
                if (!app.tell(answer)) return
                phone.showToast(phone.tr("Copy saved"))
                pages.leave()
                if (pages.name === "photo") pages.currentItem.path = answer.path
            }
        }
    }
    NameDialog { id: naming }
    ChoiceDialog {
        id: moving
        property var paths: []
        property var done: null
        title: phone.tr("Move to album")
        value: ""
        options: [{ value: "new", text: phone.tr("New album") }].concat(Albums.albums(library.all).map((album) => ({ value: album.key, text: app.albumName(album.name) })))
        onChosen: (value) => { if (value === "new") app.askAlbum(paths, done); else app.move(paths, value, done) }
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
        onAccepted: if (app.tell(store.call("gallery", "restore", { paths: [entry.path] }))) phone.showToast(phone.tr("Restored"))
        TextButton {
            text: phone.tr("Delete for good")
            ink: Theme.error
            x: -16
            onClicked: {
                const path = binned.entry.path
                binned.close()
                confirm.ask(phone.tr("Delete for good?"), phone.tr("This cannot be undone"), phone.tr("Delete"), () => app.tell(store.call("gallery", "delete", { paths: [path] })))
            }
        }
    }
}
