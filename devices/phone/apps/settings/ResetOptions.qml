import QtQuick
import "../../system"

// Ways back to how things were. Every one asks; erasing everything asks twice.
Column {
    id: view
    property var app
    property var page
    function reset(what, done) { store.call("settings", what, {}); if (done) phone.showToast(done) }
    ListRow {
        icon: "wifi-off"
        title: phone.tr("Reset network settings")
        summary: phone.tr("Wi-Fi, mobile data, Bluetooth")
        treeText: title
        onClicked: view.app.ask(phone.tr("Reset network settings?"), phone.tr("Networks, paired devices and VPNs are forgotten."), phone.tr("Reset"), () => view.reset("resetNetwork", phone.tr("Network settings were reset")))
    }
    ListRow {
        icon: "apps"
        title: phone.tr("Reset app preferences")
        summary: phone.tr("Permissions, notifications, defaults")
        treeText: title
        onClicked: view.app.ask(phone.tr("Reset app preferences?"), phone.tr("No app's data are lost."), phone.tr("Reset"), () => view.reset("resetApps", phone.tr("App preferences were reset")))
    }
    ListRow {
        icon: "delete-forever"
        title: phone.tr("Erase all data")
        summary: phone.tr("As new: everything is lost")
        treeText: title
        onClicked: view.app.ask(phone.tr("Erase all data?"), phone.tr("Everything that you have done on this phone is lost."), phone.tr("Continue"),
            () => view.app.ask(phone.tr("Really erase everything?"), phone.tr("This cannot be undone."), phone.tr("Erase"), () => view.reset("erase", "")))
    }
}
