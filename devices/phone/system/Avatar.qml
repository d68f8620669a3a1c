import QtQuick

// A disc with the first letter of a name; the same name always has the same colour.
Rectangle {
    id: avatar
    property string name
    property int size: 40
    readonly property var colours: ["#0B57D0", "#146C2E", "#B3261E", "#8430CE", "#B06000", "#00639B", "#9A25AE", "#5F6368"]
    readonly property int choice: {
        let sum = 0
        for (let i = 0; i < name.length; i++) sum = (sum * 31 + name.charCodeAt(i)) % 65521
        return sum % colours.length
    }
    width: size
    height: size
    radius: size / 2
    color: colours[choice]
    Label {
        property bool treeHidden: true
        anchors.centerIn: parent
        text: avatar.name ? Array.from(avatar.name)[0].toUpperCase() : ""
        color: "#FFFFFF"
        font.pixelSize: avatar.size * 0.45
        font.weight: Font.Medium
    }
    Icon { visible: avatar.name === ""; anchors.centerIn: parent; name: "account"; size: avatar.size * 0.6; color: "#FFFFFF" }
}
