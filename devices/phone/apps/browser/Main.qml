import QtQuick
import "../../system"

// Browser: pages of a small web that lies on the phone. Tabs, bookmarks and history are rows of the store.
Item {
    id: app
    readonly property string page: pages.name
    readonly property var tab: tabs.all.find((row) => Number(row.active) === 1) || (tabs.all.length ? tabs.all[tabs.all.length - 1] : null)
    readonly property var sites: store.call("browser", "sites", {}).sites

    Rows { id: tabs; provider: "browser_tabs" }
    Rows { id: bookmarks; provider: "bookmarks" }
    Rows { id: history; provider: "browser_history" }
    Rows { id: downloads; provider: "downloads" }

    function open(name, values) {
        pages.reset()
        const words = String(values.uri || values.url || values.query || values["android.intent.extra.TEXT"] || "")
        if (name === "" && words !== "") visit(words)
        else if (name === "tabs") pages.show(tabList)
        else if (name === "bookmarks") pages.show(bookmarkList)
        else if (name === "bookmark") mark(bookmarks.find(Number(values.id)), String(values.title || ""), words)
        else if (name === "history") pages.show(historyList)
        else if (name === "downloads") pages.show(downloadList)
    }
    function back() { return closing.back() || forgetting.back() || unmarking.back() || removing.back() || linked.back() || options.back() || reading.back() || pages.back() }
    // Somebody else's link: in a tab of its own, unless the one in front is empty.
    function visit(words) {
        if (tab && tab.url === "") store.call("browser", "go", { words: words })
        else store.call("browser", "tab", { words: words })
    }
    function go(words) { store.call("browser", "go", { words: words }) }
    function choose(number) { store.together(() => { for (const row of tabs.all) store.update("browser_tabs", row._id, { active: row._id === number ? 1 : 0 }) }) }
    function close(number) {
        const front = tab && tab._id === number
        store.remove("browser_tabs", number)
        if (front && tabs.all.length) choose(tabs.all[tabs.all.length - 1]._id)
    }
    function mark(row, title, url) { pages.show(editor, { number: row ? row._id : 0, first: row ? row.title : title, firstUrl: row ? row.url : url }) }
    function day(moment) {
        const days = Math.floor(phone.timestamp() / 86400000) - Math.floor(moment / 86400000)
        return days <= 0 ? phone.tr("Today") : days === 1 ? phone.tr("Yesterday") : phone.formatTime(moment, "day")
    }

    PageStack { id: pages; initialItem: browser }

    Component {
        id: browser
        BrowserPage {
            id: front
            tab: app.tab
            count: tabs.all.length
            sites: app.sites
            bookmarks: app.marks
            onWent: (words) => app.go(words)
            onStepped: (by) => store.call("browser", "step", { by: by })
            onOpened: store.call("browser", "tab", {})
            onShowing: (page) => pages.show({ tabs: tabList, bookmarks: bookmarkList, history: historyList, downloads: downloadList }[page])
            onMarking: app.mark(mark, content.title || "", url)
            onHeld: (url, text) => linked.ask(url, text)
            onChoosing: (field, value, then) => options.ask(field, value, then)
            onDownloaded: (name) => phone.showToast(store.call("browser", "download", { url: url, name: name }).problem ? phone.tr("Download failed") : phone.tr("Saved to Downloads"))
            onSent: (form, values) => {
                const answer = store.call("browser", "submit", { url: url, form: form, values: values })
                if (answer.url) app.go(answer.url)
                else if (answer.problem === "offline") load()
                else complain(form, answer.fields)
            }
        }
    }
    readonly property var marks: bookmarks.all.map((row) => ({ _id: row._id, title: String(row.title || row.url || ""), url: String(row.url || "") }))
    Component {
        id: tabList
        Tabs {
            tabs: app.allTabs
            onChosen: (number) => { app.choose(number); pages.leave() }
            onClosed: (number) => app.close(number)
            onOpened: { store.call("browser", "tab", {}); pages.leave() }
            onClosingAll: closing.open()
        }
    }
    readonly property var allTabs: tabs.all
    Component {
        id: bookmarkList
        LinkList {
            name: "bookmarks"
            title: phone.tr("Bookmarks")
            icon: "bookmark-outline"
            nothing: phone.tr("No bookmarks yet")
            more: "pencil-outline"
            moreLabel: phone.tr("Edit")
            rows: app.marks.map((row) => ({ _id: row._id, title: row.title, summary: row.url }))
            onChosen: (number) => { app.visit(bookmarks.find(number).url); pages.leave() }
            onTouched: (number) => app.mark(bookmarks.find(number), "", "")
        }
    }
    Component {
        id: historyList
        LinkList {
            name: "history"
            title: phone.tr("History")
            icon: "history"
            nothing: phone.tr("No history")
            moreLabel: phone.tr("Remove")
            emptying: phone.tr("Clear history")
            rows: history.all.slice().sort((one, other) => other.time - one.time || other._id - one._id).map((row) => ({ _id: row._id, title: String(row.title || row.url || ""), summary: phone.formatTime(row.time || 0, "time") + " · " + row.url, group: app.day(row.time || 0) }))
            onChosen: (number) => { app.visit(history.find(number).url); pages.leave() }
            onTouched: (number) => store.remove("browser_history", number)
            onEmptied: forgetting.open()
        }
    }
    Component {
        id: downloadList
        LinkList {
            name: "downloads"
            title: phone.tr("Downloads")
            icon: "file-document-outline"
            nothing: phone.tr("No downloads")
            moreLabel: phone.tr("Remove")
            rows: downloads.all.slice().reverse().map((row) => ({ _id: row._id, title: row.name, summary: phone.formatTime(row.time, "ago") + " · " + row.url }))
            onChosen: (number) => reading.ask(downloads.find(number))
            onTouched: (number) => removing.ask(number)
        }
    }
    Component {
        id: editor
        BookmarkEditor {
            onSaved: (title, url) => {
                if (number) store.update("bookmarks", number, { title: title, url: url })
                else store.insert("bookmarks", { title: title, url: url })
                phone.showToast(phone.tr("Bookmark saved"))
                pages.leave()
            }
            onDeleting: unmarking.ask(number)
        }
    }
    Dialog { id: closing; title: phone.tr("Close all tabs?"); accept: phone.tr("Close"); onAccepted: { store.together(() => { for (const row of tabs.all) store.remove("browser_tabs", row._id) }) } }
    Dialog { id: forgetting; title: phone.tr("Clear history?"); message: phone.tr("This cannot be undone."); accept: phone.tr("Clear"); onAccepted: { store.together(() => { for (const row of history.all) store.remove("browser_history", row._id) }) } }
    Dialog { id: unmarking; property int number: 0; function ask(number) { unmarking.number = number; open() } title: phone.tr("Delete this bookmark?"); accept: phone.tr("Delete"); onAccepted: { store.remove("bookmarks", number); ime.hide(); pages.leave() } }
    Dialog { id: removing; property int number: 0; function ask(number) { removing.number = number; open() } title: phone.tr("Remove this download from the list?"); message: phone.tr("The file stays on the phone."); accept: phone.tr("Remove"); onAccepted: store.remove("downloads", number) }
    Dialog { id: reading; function ask(row) { title = row.name; message = store.call("browser", "file", { path: row.path }).text; open() } reject: "" }
    ChoiceDialog {
        id: linked
        property string url
        function ask(url, text) { linked.url = url; title = text; open() }
        options: [{ value: "tab", text: phone.tr("Open in new tab") }, { value: "copy", text: phone.tr("Copy link") }, { value: "share", text: phone.tr("Share link") }]
        onChosen: (value) => {
            if (value === "tab") store.call("browser", "tab", { words: url })
            else if (value === "copy") { phone.copy(url); phone.showToast(phone.tr("Link copied")) }
            else phone.share({ text: url })
        }
    }
    ChoiceDialog {
        id: options
        property var then: null
        function ask(field, value, then) { title = field.label; options.options = field.options; options.value = value; options.then = then; open() }
        onChosen: (value) => then(value)
    }
}
