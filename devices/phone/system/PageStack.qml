import QtQuick
import QtQuick.Controls.Basic

// The pages of one app, one above the other. A new page comes in from the right, and leaves that way again.
StackView {
    id: stack
    readonly property bool secure: !!currentItem && currentItem.secure === true
    readonly property string name: currentItem && currentItem.name ? currentItem.name : ""

    function show(page, properties) { push(page, properties || {}, Theme.motion ? StackView.PushTransition : StackView.Immediate) }
    function leave() {
        if (depth === 1) return false
        pop(Theme.motion ? StackView.PopTransition : StackView.Immediate)
        return true
    }
    function reset() { if (depth > 1) pop(null, StackView.Immediate) }

    // The page in front may keep "back" for itself; otherwise it leaves. False at the first page.
    function back() { return (currentItem && ((currentItem.dismiss && currentItem.dismiss()) || (currentItem.back && currentItem.back()))) || leave() }

    onBusyChanged: phone.slide(busy)
    Component.onDestruction: if (busy) phone.slide(false)
    anchors.fill: parent
    pushEnter: Transition { NumberAnimation { property: "x"; from: stack.width / 4; to: 0; duration: Theme.motion; easing.type: Easing.OutCubic } }
    pushExit: Transition { PauseAnimation { duration: Theme.motion } }
    popEnter: Transition { PauseAnimation { duration: Theme.motion } }
    popExit: Transition { NumberAnimation { property: "x"; from: 0; to: stack.width / 4; duration: Theme.motion; easing.type: Easing.OutCubic } }
}
