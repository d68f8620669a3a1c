import QtQuick

// What somebody may be to the owner of the phone, as stored and as said.
QtObject {
    readonly property var options: [
        { value: "", text: phone.tr("None") },
        { value: "family", text: phone.tr("Family") },
        { value: "friend", text: phone.tr("Friend") },
        { value: "work", text: phone.tr("Work") },
        { value: "service", text: phone.tr("Service") }
    ]
    function label(value) {
        const found = options.find((option) => option.value === value)
        return found ? found.text : value || ""
    }
}
