"""What is run inside pages: one sheet of style before anything else, and one question about the focus."""

from __future__ import annotations

LISTS_IN_THE_PAGE = """
(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`select:not([multiple]):not([size]), ::picker(select) { appearance: base-select !important; }
    ::picker(select) { max-height: 60vh; overflow-y: auto; }`);
  const add = () => { if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet); };
  add();
  document.addEventListener('DOMContentLoaded', add);
})();
"""
"""Drop-down lists are drawn in the page's top layer and not in a window of their own, which no picture of a page shows (CSS
Form Control Styling Level 1, `appearance: base-select`)."""

FOCUS = """
() => {
  let node = document.activeElement;
  while (node && node.shadowRoot && node.shadowRoot.activeElement) node = node.shadowRoot.activeElement;
  if (!node || node === document.body || node === document.documentElement) {
    const rich = document.designMode === 'on' || (document.body && document.body.isContentEditable);
    return rich ? {kind: 'rich', value: document.body.innerText} : {kind: 'none'};
  }
  const tag = node.tagName;
  if (tag === 'IFRAME' || tag === 'FRAME') return {kind: 'frame'};
  if (node.isContentEditable) return {kind: 'rich', value: node.innerText};
  const plain = ['text', 'search', 'url', 'tel', 'password', 'email', 'number'];
  if (tag === 'TEXTAREA' || (tag === 'INPUT' && plain.includes(node.type))) {
    if (node.disabled || node.readOnly) return {kind: 'locked'};
    return {kind: tag === 'TEXTAREA' ? 'area' : 'line', value: node.value, start: node.selectionStart, end: node.selectionEnd,
            secret: node.type === 'password'};
  }
  const deaf = ['button', 'submit', 'reset', 'checkbox', 'radio', 'file', 'image'];
  const pressed = ['A', 'BUTTON', 'SUMMARY', 'AREA', 'OPTION'];
  if (pressed.includes(tag) || (tag === 'INPUT' && deaf.includes(node.type))) return {kind: 'none'};
  return {kind: 'keys'};
}
"""
"""Where text would go. kind: none, locked (it cannot be changed), frame (look inside), line, area, rich (all of which hold a
value), keys (something else that hears keys)."""
