import QtQuick

// The rows of a provider. They change when the provider does, not with every change of the store.
QtObject {
    id: rows
    required property string provider
    readonly property int revision: Stored.revision(provider)
    readonly property string text: store.text(provider, revision)
    readonly property var all: JSON.parse(text)
    function find(number) { return all.find((row) => row._id === number) || null }
}
