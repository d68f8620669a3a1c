import QtQuick
import "../../system"

// The weather in one city: now, by the hour, by the day, and the figures behind it.
AppPage {
    id: view
    property var city: null
    property var cities: []
    property bool online: true
    property var forecast: null
    property var units: null
    readonly property var now: forecast ? forecast.now : null
    readonly property real coldest: forecast ? Math.min(...forecast.days.map((day) => day.low)) : 0
    readonly property real warmest: forecast ? Math.max(...forecast.days.map((day) => day.high)) : 1
    signal cityChosen(int number)
    signal listing
    signal adding
    signal settingUp
    signal dayChosen(int number)
    root: true
    name: ""
    title: city ? phone.tr(city.city) : phone.tr("Weather")
    actions: [
        IconButton { icon: "format-list-bulleted"; label: phone.tr("Cities"); onClicked: view.listing() },
        Menu { entries: [
            { text: phone.tr("Add city"), icon: "plus", act: () => view.adding() },
            { text: phone.tr("Share"), icon: "share-variant", enabled: view.forecast !== null, act: () => phone.share({ subject: view.title, text: view.title + ": " + view.units.skies[view.now.sky] + ", " + view.units.degrees(view.now.temperature), mime: "text/plain" }) },
            { text: phone.tr("Settings"), icon: "cog-outline", act: () => view.settingUp() }
        ] }
    ]
    EmptyState { visible: view.city === null; icon: "city"; text: phone.tr("No cities yet"); action: phone.tr("Add city"); onActed: view.adding() }
    EmptyState {
        visible: view.city !== null && !view.online
        icon: "wifi-off"
        text: phone.tr("No connection")
        detail: phone.tr("The weather cannot be fetched. Turn on Wi-Fi or mobile data.")
        action: phone.tr("Network settings")
        onActed: phone.open("com.android.settings", "network", {})
    }
    Scroller {
        visible: view.forecast !== null
        anchors.fill: parent
        spacing: 12
        Flickable {
            visible: view.cities.length > 1
            width: view.width
            height: Math.max(44, Theme.size(40))
            contentWidth: chips.width + 32
            clip: true
            boundsBehavior: Flickable.StopAtBounds
            flickableDirection: Flickable.HorizontalFlick
            Row {
                id: chips
                x: 16
                spacing: 8
                Repeater {
                    model: view.cities
                    Chip { required property var modelData; text: phone.tr(modelData.city || ""); chosen: !!view.city && view.city._id === modelData._id; onClicked: view.cityChosen(modelData._id) }
                }
            }
        }
        Item {
            width: view.width
            height: summary.height
            Column {
                id: summary
                x: 24
                width: parent.width - 168
                Label { width: parent.width; text: view.now ? view.units.degrees(view.now.temperature) : ""; sp: 72; font.pixelSize: Math.min(96, Theme.size(72)) }
                Label { width: parent.width; text: view.now ? view.units.skies[view.now.sky] : ""; font.pixelSize: Theme.fit(text, 20, width); wrapMode: Text.Wrap }
                Label { width: parent.width; text: view.now ? phone.tr("Feels like %1").arg(view.units.degrees(view.now.feels)) : ""; sp: 14; wrapMode: Text.Wrap; color: Theme.onSurfaceVariant }
            }
            Icon { anchors.right: parent.right; anchors.rightMargin: 24; anchors.verticalCenter: parent.verticalCenter; size: 112; name: view.now ? "weather-" + view.now.sky : ""; color: view.now ? view.units.ink(view.now.sky) : "transparent" }
        }
        Card {
            Flickable {
                width: parent.width
                height: Math.max(112, Theme.size(100))
                contentWidth: hours.width
                clip: true
                boundsBehavior: Flickable.StopAtBounds
                flickableDirection: Flickable.HorizontalFlick
                Row {
                    id: hours
                    Repeater {
                        model: view.forecast ? view.forecast.hours : []
                        Item {
                            id: hour
                            required property var modelData
                            required property int index
                            width: Math.max(60, Theme.size(56))
                            height: Math.max(112, Theme.size(100))
                            Label { width: parent.width; y: 4; horizontalAlignment: Text.AlignHCenter; text: hour.index ? phone.formatTime(hour.modelData.time, "time") : phone.tr("Now"); sp: 12; color: Theme.onSurfaceVariant }
                            Icon { anchors.horizontalCenter: parent.horizontalCenter; y: parent.height * 0.27; size: 26; name: "weather-" + hour.modelData.sky; color: view.units.ink(hour.modelData.sky) }
                            Label { width: parent.width; y: parent.height * 0.54; horizontalAlignment: Text.AlignHCenter; text: view.units.degrees(hour.modelData.temperature); sp: 15 }
                            Label { width: parent.width; y: parent.height * 0.76; horizontalAlignment: Text.AlignHCenter; text: hour.modelData.chance + "%"; sp: 12; color: hour.modelData.chance >= 40 ? Theme.primary : Theme.onSurfaceVariant }
                        }
                    }
                }
            }
        }
        Card {
            Column {
                width: parent.width
                Repeater {
                    model: view.forecast ? view.forecast.days : []
                    Pressable {
                        id: line
                        required property var modelData
                        required property int index
                        readonly property real range: Math.max(1, view.warmest - view.coldest)
                        readonly property string heading: index ? phone.formatTime(modelData.time, "weekdayLong") : phone.tr("Today")
                        width: parent.width
                        height: Math.max(48, Theme.size(46))
                        radius: 12
                        treeText: heading
                        treeLabel: heading + ", " + view.units.skies[modelData.sky]
                        onClicked: view.dayChosen(index)
                        Label { x: 8; width: parent.width * 0.36; anchors.verticalCenter: parent.verticalCenter; text: line.heading; font.pixelSize: Theme.fit(text, 15, width) }
                        Icon { x: parent.width * 0.4; anchors.verticalCenter: parent.verticalCenter; name: "weather-" + line.modelData.sky; color: view.units.ink(line.modelData.sky) }
                        Label { x: parent.width * 0.5; width: parent.width * 0.12; end: true; anchors.verticalCenter: parent.verticalCenter; text: view.units.degrees(line.modelData.low); sp: 14; color: Theme.onSurfaceVariant }
                        Rectangle {
                            id: track
                            x: parent.width * 0.65; width: parent.width * 0.2; height: 6; radius: 3
                            anchors.verticalCenter: parent.verticalCenter
                            color: Theme.surfaceHigh
                            Rectangle { x: track.width * (line.modelData.low - view.coldest) / line.range; width: Math.max(6, track.width * (line.modelData.high - line.modelData.low) / line.range); height: 6; radius: 3; color: "#F29900" }
                        }
                        Label { x: parent.width * 0.85; width: parent.width * 0.13; end: true; anchors.verticalCenter: parent.verticalCenter; text: view.units.degrees(line.modelData.high); sp: 14 }
                    }
                }
            }
        }
        Grid {
            x: 16
            columns: 2
            spacing: 12
            Fact { icon: "weather-windy"; label: phone.tr("Wind"); value: view.now ? view.units.wind(view.now.wind) : "" }
            Fact { icon: "water-percent"; label: phone.tr("Humidity"); value: view.now ? view.now.humidity + "%" : "" }
            Fact { icon: "white-balance-sunny"; label: phone.tr("UV index"); value: view.now ? view.units.uv(view.now.uv) : "" }
            Fact { icon: "umbrella"; label: phone.tr("Chance of rain"); value: view.now ? view.now.chance + "%" : "" }
            Fact { icon: "weather-sunset-up"; label: phone.tr("Sunrise"); value: view.forecast ? phone.formatTime(view.forecast.days[0].rise, "time") : "" }
            Fact { icon: "weather-sunset-down"; label: phone.tr("Sunset"); value: view.forecast ? phone.formatTime(view.forecast.days[0].sets, "time") : "" }
        }
    }
    component Card: Rectangle {
        default property alias inside: place.data
        x: 16
        width: view.width - 32
        height: place.height + 24
        radius: 20
        color: Theme.surfaceContainer
        Item { id: place; x: 12; y: 12; width: parent.width - 24; height: childrenRect.height }
    }
    component Fact: Rectangle {
        id: fact
        property string icon
        property string label
        property string value
        width: (view.width - 44) / 2
        height: Math.max(88, Theme.size(84), word.height + 28 + Theme.size(28))
        radius: 20
        color: Theme.surfaceContainer
        Icon { x: 16; y: 14; size: 20; name: fact.icon }
        Label { id: word; x: 44; y: 14; width: parent.width - 56; height: Math.max(20, implicitHeight); text: fact.label; font.pixelSize: Theme.fit(text, 13, width); wrapMode: Text.Wrap; maximumLineCount: 2; color: Theme.onSurfaceVariant }
        Label { x: 16; width: parent.width - 28; anchors.bottom: parent.bottom; anchors.bottomMargin: 14; text: fact.value; sp: 20 }
    }
}
