import QtQuick
import "../../system"
import "kinds.js" as Kinds

// Units, the usual means of transport, and the history of searches.
AppPage {
    id: view
    required property var app
    signal clearing
    name: "settings"
    title: phone.tr("Settings")
    overlay: units.visible ? units : modes
    function put(values) { store.update("map_options", app.settings._id, values) }
    Scroller {
        anchors.fill: parent
        ListRow { title: phone.tr("Distance units"); summary: view.app.miles ? phone.tr("Miles") : phone.tr("Kilometres"); treeText: title; onClicked: units.open() }
        ListRow { title: phone.tr("Usual way to travel"); summary: phone.tr(Kinds.MODES.find((one) => one[0] === view.app.settings.mode)[2]); treeText: title; onClicked: modes.open() }
        SwitchRow { title: phone.tr("Remember searches"); summary: phone.tr("Shown when you search again"); on: Number(view.app.settings.history) === 1; onChanged: (on) => view.put({ history: on ? 1 : 0 }) }
        ListRow { title: phone.tr("Delete recent searches"); treeText: title; onClicked: view.clearing() }
        ListRow { title: phone.tr("Location permission"); summary: view.app.located ? phone.tr("Maps can see where you are") : phone.tr("Maps cannot see where you are"); treeText: title; onClicked: view.app.whereAmI(() => phone.showToast(phone.tr("Maps can see where you are"))) }
    }
    ChoiceDialog { id: units; title: phone.tr("Distance units"); value: view.app.settings.units; options: [{ value: "km", text: phone.tr("Kilometres") }, { value: "mi", text: phone.tr("Miles") }]; onChosen: (value) => view.put({ units: value }) }
    ChoiceDialog { id: modes; title: phone.tr("Usual way to travel"); value: view.app.settings.mode; options: Kinds.MODES.map((one) => ({ value: one[0], text: phone.tr(one[2]) })); onChosen: (value) => view.put({ mode: value }) }
}
