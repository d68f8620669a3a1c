import QtQuick
import "../../system"
import "kinds.js" as Kinds

// A route, turn by turn.
AppPage {
    id: view
    required property var app
    property var route: null
    name: "steps"
    title: phone.tr("Steps")
    Label { id: total; visible: view.route !== null; x: 20; width: view.width - 40; sp: 16; color: Theme.onSurfaceVariant; text: view.route ? Kinds.duration(view.route.seconds, phone.tr) + " · " + Kinds.length(view.route.metres, view.app.miles, phone.tr) : "" }
    Scroller {
        y: total.height + 8
        width: parent.width
        height: parent.height - y
        Repeater {
            model: view.route ? view.route.steps : []
            ListRow {
                required property var modelData
                treeClickable: false
                icon: Kinds.turn(modelData.turn, Theme.rtl)
                title: Kinds.sentence(modelData, phone.tr)
                summary: modelData.turn === "arrive" ? modelData.street : Kinds.length(modelData.metres, view.app.miles, phone.tr) + " · " + Kinds.duration(modelData.seconds, phone.tr)
            }
        }
    }
    EmptyState { visible: view.route === null; icon: "directions"; text: phone.tr("No route chosen"); detail: phone.tr("Ask for directions first."); action: phone.tr("Directions"); onActed: view.app.directions(null) }
}
