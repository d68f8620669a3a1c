import QtQuick

// Back by a swipe inwards from the left or the right edge. Taps go through to what lies below.
Item {
    id: edges
    component Edge: Item {
        id: edge
        property int side: 1
        width: 18
        y: 32
        height: edges.height - 56
        DragHandler {
            property real way: 0
            enabled: edges.enabled
            target: null
            yAxis.enabled: false
            grabPermissions: PointerHandler.CanTakeOverFromAnything
            onActiveTranslationChanged: if (active) way = activeTranslation.x / phone.scale * (Theme.rtl ? -1 : 1)
            onActiveChanged: {
                const far = way * edge.side
                way = 0
                if (!active && far > 32) phone.pressBack()
            }
        }
    }
    Edge { x: 0 }
    Edge { x: edges.width - width; side: -1 }
}
