import QtQuick

// The answer of a call to the provider of Files; asked again whenever files change, changed only when the answer is.
QtObject {
    id: listing
    property string method
    property var values: ({})
    readonly property int files: store.fileRevision
    readonly property string text: (files, store.call("files", "text", { method: method, values: values }).text)
    readonly property var answer: JSON.parse(text)
    readonly property var entries: answer.entries || []
}
