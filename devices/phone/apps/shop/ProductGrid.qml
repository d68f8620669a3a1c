import QtQuick
import "../../system"

// Products in two columns, or more where there is room.
Grid {
    id: grid
    required property var shop
    property var products: []
    x: 12
    width: parent ? parent.width - 24 : 0
    columns: Math.max(2, Math.floor(width / 190))
    spacing: 8
    Repeater {
        model: grid.products
        ProductCard { required property var modelData; shop: grid.shop; product: modelData; width: (grid.width - grid.spacing * (grid.columns - 1)) / grid.columns }
    }
}
