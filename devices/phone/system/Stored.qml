pragma Singleton
import QtQuick

// What the store holds, each thing by itself: a binding that reads one setting here is not evaluated again when another
// one changes, as it is with store.revision.
QtObject {
    readonly property var settings: store.settings
    readonly property var revisions: store.revisions
    // What has been asked for. To read what is not there yet would make it, and its first value would come as a change.
    readonly property var followed: ({})

    // path: "NAMESPACE/KEY"
    function setting(path, fallback) {
        if (!followed[path]) {
            followed[path] = true
            store.follow(path)
        }
        const found = settings[path]
        return found ? found.slice(1) : fallback
    }
    // Counts changes of a provider's rows.
    function revision(provider) {
        if (!followed[provider]) {
            followed[provider] = true
            store.followRows(provider)
        }
        return revisions[provider]
    }
}
