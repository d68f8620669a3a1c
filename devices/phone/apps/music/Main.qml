import QtQuick
import "../../system"

// Music: the songs in the phone's folders, playlists, and what plays.
Item {
    id: app
    readonly property string page: pages.name
    readonly property var tabs: ["", "albums", "artists", "playlists"]
    property alias library: known

    function open(name, values) {
        const given = values || {}
        closeDialogs()
        pages.reset()
        if (tabs.includes(name)) { home.tab = tabs.indexOf(name); return }
        if (name === "play") playFile(given.path || "")
        else go(name, given)
    }
    function back() { return closeDialogs() || pages.back() }
    function closeDialogs() { return [naming, confirm, sorting, adding, sleeping, sheet].some((dialog) => dialog.back()) }
    function clean(path) { return path.replace(/^\/sdcard/, "/storage/emulated/0") }
    function playFile(path) {
        const found = library.songs.findIndex((song) => song.path === clean(path))
        if (found < 0) { go("song", { path: clean(path) }); return }
        library.play([library.songs[found]], 0)
        go("playing")
    }
    function go(name, values) {
        const given = values || {}
        const first = library.song || library.songs[0] || { path: "", album: "", artist: "" }
        const lists = library.lists.filter((list) => !list.favourite)
        const number = Number(given.id || (lists.length ? lists[0]._id : library.liked ? library.liked._id : 0))
        if (name === "album" || name === "artist") pages.show(group, { kind: name, key: given.name || first[name] })
        else if (name === "playlist") pages.show(group, { kind: name, number: number })
        else if (name === "add") pages.show(add, { number: number })
        else if (name === "playing") pages.show(now)
        else if (name === "queue") pages.show(queue)
        else if (name === "song") pages.show(info, { path: clean(given.path || first.path) })
        else if (name === "search") pages.show(search, { wanted: given.query || "" })
    }
    function count(songs) { return songs === 1 ? phone.tr("1 song") : phone.tr("%1 songs").replace("%1", songs) }
    function more(song) { sheet.show(song) }
    function share(song) { phone.share({ path: song.path.replace("/storage/emulated/0", "/sdcard"), subject: song.title, text: song.title + " – " + library.artist(song), mime: song.mime }) }
    function askSort() { sorting.open() }
    function askSleep() { sleeping.open() }
    function askAdd(song) { adding.song = song; adding.open() }
    function nameTrouble(name, but) {
        if (name === "") return phone.tr("Give it a name first")
        return library.lists.some((list) => list.name === name && list._id !== but) ? phone.tr("There is already a playlist with this name") : ""
    }
    function askPlaylist(name, songs) {
        naming.ask(phone.tr("New playlist"), name, (name) => {
            const trouble = nameTrouble(name, 0)
            if (trouble !== "") return trouble
            const number = store.insert("playlists", { name: name, songs: songs, favourite: 0 })
            if (songs.length === 0) go("playlist", { id: number })
            else phone.showToast(phone.tr("Added to %1").replace("%1", name))
            return ""
        })
    }
    function askRename(list) {
        naming.ask(phone.tr("Rename playlist"), list.name, (name) => {
            const trouble = nameTrouble(name, list._id)
            if (trouble === "") store.update("playlists", list._id, { name: name })
            return trouble
        })
    }
    function askDelete(list) { confirm.ask(phone.tr("Delete this playlist?"), list.name, phone.tr("Delete"), () => { store.remove("playlists", list._id); pages.leave() }) }
    function askRemove(list, song) {
        confirm.ask(phone.tr("Remove from playlist?"), song.title, phone.tr("Remove"), () => library.put(list, list.songs.filter((path) => path !== song.path)))
    }
    function askDeleteSong(song) {
        confirm.ask(phone.tr("Delete this song?"), phone.tr("Its file moves to the bin"), phone.tr("Delete"), () => {
            if (store.call("music", "delete", { path: song.path }).error) phone.showToast(phone.tr("That did not work"))
            else pages.leave()
        })
    }

    Library { id: known }
    PageStack { id: pages; initialItem: home }
    HomePage { id: home; desk: app }
    Component { id: group; SongsPage { desk: app } }
    Component { id: add; AddPage { desk: app; onFinished: pages.leave() } }
    Component { id: now; PlayingPage { desk: app } }
    Component { id: queue; QueuePage { desk: app } }
    Component { id: info; SongPage { desk: app } }
    Component { id: search; SearchPage { desk: app } }
    SongSheet { id: sheet; desk: app }
    NameDialog { id: naming }
    ChoiceDialog {
        id: sorting
        title: phone.tr("Sort by")
        value: Stored.setting("secure/music_sort", "title")
        options: [{ value: "title", text: phone.tr("Title") }, { value: "artist", text: phone.tr("Artist") }, { value: "added", text: phone.tr("Date added") }, { value: "length", text: phone.tr("Length") }]
        onChosen: (value) => store.put("secure", "music_sort", value)
    }
    ChoiceDialog {
        id: adding
        property var song: null
        title: phone.tr("Add to playlist")
        value: 0
        options: [{ value: -1, text: phone.tr("New playlist") }].concat(app.library.lists.map((list) => ({ value: list._id, text: list.name })))
        onChosen: (value) => {
            if (value === -1) { app.askPlaylist("", [song.path]); return }
            const list = app.library.list(value)
            if (list.songs.includes(song.path)) { phone.showToast(phone.tr("It is already in %1").replace("%1", list.name)); return }
            app.library.put(list, list.songs.concat([song.path]))
            phone.showToast(phone.tr("Added to %1").replace("%1", list.name))
        }
    }
    ChoiceDialog {
        id: sleeping
        title: phone.tr("Sleep timer")
        value: app.library.player.sleep ? -1 : 0
        options: [{ value: 0, text: phone.tr("Off") }].concat([15, 30, 60].map((minutes) => ({ value: minutes, text: phone.tr("%1 minutes").replace("%1", minutes) })))
        onChosen: (value) => app.library.tell("sleep", { minutes: value })
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
}
