import QtQuick
import "../../system"

// One mail.
AppPage {
    id: view
    property var mail: null
    property string folderName
    property bool more: false  // all addresses
    readonly property bool starred: !!mail && Number(mail.starred) === 1
    signal replying(bool all)
    signal forwarding
    signal moving(string folder)
    signal choosing
    signal starring
    signal unreading
    name: "read"
    actions: [
        IconButton { visible: !!view.mail && view.mail.folder === "inbox"; icon: "archive-arrow-down-outline"; label: phone.tr("Archive"); onClicked: view.moving("archive") },
        IconButton { visible: !!view.mail; icon: "delete-outline"; label: phone.tr("Delete"); onClicked: view.moving("trash") },
        IconButton { visible: !!view.mail; icon: "email-outline"; label: phone.tr("Mark as unread"); onClicked: view.unreading() },
        Menu {
            visible: !!view.mail
            entries: [
                { text: phone.tr("Move to…"), icon: "folder-move", act: () => view.choosing() },
                { text: phone.tr("Reply all"), icon: "reply-all", act: () => view.replying(true) },
                { text: phone.tr("Copy text"), icon: "content-copy", act: () => { phone.copy(view.mail.body); phone.showToast(phone.tr("Text copied")) } },
                { text: phone.tr("Report spam"), icon: "alert-octagon", enabled: !!view.mail && view.mail.folder !== "spam", act: () => view.moving("spam") }
            ]
        }
    ]
    EmptyState { visible: !view.mail; icon: "email-outline"; text: phone.tr("This mail is gone") }
    Scroller {
        visible: !!view.mail
        width: parent.width
        height: parent.height - foot.height
        Item {
            width: parent.width
            height: Math.max(48, subject.height) + 12
            Label { id: subject; x: 20; width: parent.width - 84; text: view.mail ? view.mail.subject || phone.tr("(no subject)") : ""; sp: 22; wrapMode: Text.Wrap; elide: Text.ElideNone }
            IconButton { anchors.right: parent.right; anchors.rightMargin: 8; icon: view.starred ? "star" : "star-outline"; ink: view.starred ? "#F9AB00" : Theme.onSurfaceVariant; label: view.starred ? phone.tr("Remove star") : phone.tr("Add star"); treeCheckable: true; treeChecked: view.starred; onClicked: view.starring() }
        }
        Label { x: 20; width: parent.width - 40; text: view.folderName; sp: 12; color: Theme.onSurfaceVariant }
        Pressable {
            width: parent.width
            height: Math.max(68, Theme.size(68))
            treeText: view.mail ? view.mail.from_name || view.mail.from : ""
            treeLabel: phone.tr("Details")
            onClicked: view.more = !view.more
            Avatar { x: 16; anchors.verticalCenter: parent.verticalCenter; name: parent.treeText }
            Column {
                x: 72
                width: parent.width - 128
                anchors.verticalCenter: parent.verticalCenter
                Label { width: parent.width; text: view.mail ? view.mail.from_name || view.mail.from : ""; sp: 16; font.weight: Font.Medium }
                Label { width: parent.width; text: view.mail ? phone.formatTime(view.mail.time, "day") + ", " + phone.formatTime(view.mail.time, "time") : ""; sp: 13; color: Theme.onSurfaceVariant }
            }
            Icon { anchors.right: parent.right; anchors.rightMargin: 20; anchors.verticalCenter: parent.verticalCenter; name: view.more ? "chevron-up" : "chevron-down" }
        }
        Column {
            visible: view.more
            x: 72
            width: parent.width - 88
            bottomPadding: 8
            spacing: 4
            Repeater {
                model: view.mail ? [[phone.tr("From:"), view.mail.from], [phone.tr("To:"), view.mail.to], [phone.tr("Cc:"), view.mail.cc]] : []
                Label { required property var modelData; visible: !!modelData[1]; width: parent.width; text: modelData[0] + " " + modelData[1]; sp: 14; color: Theme.onSurfaceVariant; wrapMode: Text.Wrap; elide: Text.ElideNone }
            }
        }
        Item { width: 1; height: 8 }
        Item {
            visible: picture.path !== ""
            width: parent.width
            height: 212
            Photo { id: picture; x: 20; width: parent.width - 40; height: 200; path: view.mail ? view.mail.picture || "" : ""; treeLabel: phone.tr("Picture") }
        }
        Repeater {
            model: view.mail ? view.mail.body.split("\n") : []
            Item {
                id: line
                required property string modelData
                readonly property bool link: /^https?:\/\/\S+$/.test(modelData)
                width: parent.width
                height: link ? Math.max(44, words.height) : words.height
                Label { id: words; x: 20; width: parent.width - 40; anchors.verticalCenter: parent.verticalCenter; visible: !line.link; text: line.modelData || " "; sp: 16; wrapMode: Text.Wrap; elide: Text.ElideNone }
                Pressable {
                    anchors.fill: parent
                    visible: line.link
                    treeClass: "android.widget.TextView"
                    treeText: line.modelData
                    onClicked: phone.openUri(line.modelData)
                    Label { property bool treeHidden: true; x: 20; width: parent.width - 40; anchors.verticalCenter: parent.verticalCenter; text: line.modelData; color: Theme.primary; font.underline: true }
                }
            }
        }
    }
    Flow {
        id: foot
        visible: !!view.mail
        anchors.bottom: parent.bottom
        x: 16
        width: parent.width - 32
        spacing: 8
        topPadding: 8
        bottomPadding: 12
        Chip { icon: "reply"; text: phone.tr("Reply"); treeCheckable: false; onClicked: view.replying(false) }
        Chip { icon: "reply-all"; text: phone.tr("Reply all"); treeCheckable: false; onClicked: view.replying(true) }
        Chip { icon: "arrow-right"; text: phone.tr("Forward"); treeCheckable: false; onClicked: view.forwarding() }
    }
}
