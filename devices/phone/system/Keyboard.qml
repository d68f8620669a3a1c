import QtQuick

Rectangle { height: 280; color: Theme.surfaceHigh }
