"""The pages of MiniWoB++ that this suite runs, by the names that the package registers them under.

Left out are the three flight tasks, which are wide sites in frames, and five pages that the package does not register
(button-delay, chase-circle, hover-shape, moving-items, simon-says). Written down here so that the suite can be made without
the package.
"""

from __future__ import annotations

_ALL = """
    ascending-numbers bisect-angle book-flight book-flight-nodelay buy-ticket choose-date choose-date-easy
    choose-date-medium choose-date-nodelay choose-list circle-center click-button click-button-sequence
    click-checkboxes click-checkboxes-large click-checkboxes-soft click-checkboxes-transfer click-collapsible
    click-collapsible-2 click-collapsible-2-nodelay click-collapsible-nodelay click-color click-dialog click-dialog-2
    click-link click-menu click-menu-2 click-option click-pie click-pie-nodelay click-scroll-list click-shades
    click-shape click-tab click-tab-2 click-tab-2-easy click-tab-2-hard click-tab-2-medium click-test click-test-2
    click-test-transfer click-widget copy-paste copy-paste-2 count-shape count-sides daily-calendar drag-box
    drag-circle drag-cube drag-items drag-items-grid drag-shapes drag-shapes-2 drag-single-shape drag-sort-numbers
    draw-circle draw-line email-inbox email-inbox-delete email-inbox-forward email-inbox-forward-nl
    email-inbox-forward-nl-turk email-inbox-important email-inbox-nl-turk email-inbox-noscroll email-inbox-reply
    email-inbox-star-reply enter-date enter-password enter-text enter-text-2 enter-text-dynamic enter-time
    find-greatest find-midpoint find-word focus-text focus-text-2 form-sequence form-sequence-2 form-sequence-3
    generate-number grid-coordinate guess-number highlight-text highlight-text-2 hot-cold identify-shape login-user
    login-user-popup multi-layouts multi-orderings navigate-tree number-checkboxes odd-or-even order-food phone-book
    read-table read-table-2 resize-textarea right-angle scroll-text scroll-text-2 search-engine sign-agreement
    simple-algebra simple-arithmetic social-media social-media-all social-media-some stock-market terminal text-editor
    text-transform tic-tac-toe unicode-test use-autocomplete use-autocomplete-nodelay use-colorwheel use-colorwheel-2
    use-slider use-slider-2 use-spinner visual-addition
"""
NAMES: tuple[str, ...] = tuple(_ALL.split())
_UNSTEADY = """
    book-flight book-flight-nodelay choose-date choose-date-easy choose-date-medium choose-date-nodelay click-dialog
    click-dialog-2 click-pie click-pie-nodelay click-scroll-list drag-cube order-food phone-book scroll-text
    scroll-text-2 search-engine social-media social-media-all social-media-some stock-market terminal
"""
UNSTEADY: frozenset[str] = frozenset(_UNSTEADY.split())
"""Pages that the package (1.1.0) marks as nondeterministic: they go by the clock, or keep something from one episode to the
next. As every episode here begins with the page loaded anew, the latter does not show."""
