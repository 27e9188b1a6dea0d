"""What a scheme says, section by section: rules, routes, requirements, what to confirm, lists, examples, the norm."""

from collections.abc import Callable, Iterable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from cmsdesk.domain.dates import show_date
from cmsdesk.domain.schemes.catalogue import NameList
from cmsdesk.domain.schemes.compare import differences
from cmsdesk.domain.schemes.describe import words_of_decision, words_of_requirement, words_of_step
from cmsdesk.domain.schemes.examples import check_examples
from cmsdesk.domain.schemes.model import Requirement, Scheme
from cmsdesk.domain.words import _, language, ngettext
from cmsdesk.services.editions import EditionRow, ListNormDocuments
from cmsdesk.services.extensions import ExtendCertificates, ExtensionRow, ListExtensions
from cmsdesk.ui.cards import ChipLabel, ElidedLabel, FactList, PlainLabel, button, column, row
from cmsdesk.ui.desk import Desk
from cmsdesk.ui.icons import icon
from cmsdesk.ui.scheme_dialogs import NamesDialog, NormDialog, ValueDialog
from cmsdesk.ui.tables import Chip


class SchemeSections:
    """Builds the sections of one scheme; in a concept values and lists can be changed."""

    def __init__(
        self, desk: Desk, scheme: Scheme, text: str, concept: EditionRow | None, editions: list[EditionRow], parent: QWidget
    ) -> None:
        self._desk = desk
        self._scheme = scheme
        self._text = text
        self._concept = concept
        self._editions = editions
        self._parent = parent
        self._open = scheme.unconfirmed()

    @property
    def titles(self) -> list[str]:
        """The names of the sections, in their order."""
        confirm = ngettext("{count} to confirm", "{count} to confirm", len(self._open)).format(count=len(self._open))
        return [_("Versions"), _("Titles and routes"), _("Requirements"), confirm, _("Lists"), _("Examples"), _("Norm")]

    def build(self, place: int) -> QWidget:
        """One section."""
        builders: tuple[Callable[[], QWidget], ...] = (
            self._versions,
            self._routes,
            self._requirements,
            self._to_confirm,
            self._lists,
            self._examples,
            self._norm,
        )
        return builders[place]()

    def _versions(self) -> QWidget:
        page, layout = _page()
        for version in self._scheme.versions:
            line = row(10)
            words = column(0)
            words.addWidget(ElidedLabel(version.id, strong=True))
            routes = ", ".join(self._scheme.route(name).name.in_language(language()) for name in version.routes)
            words.addWidget(
                PlainLabel(f"{show_date(version.from_on)} – {show_date(version.until_on)}  {routes}", role="muted", wrap=True)
            )
            if version.reason:
                words.addWidget(PlainLabel(version.reason.in_language(language()), role="muted", wrap=True))
            line.addLayout(words, 1)
            tone = Chip(_("Concept"), "pencil", "warn") if version.concept else Chip(_("Published"), "lock", "ok")
            line.addWidget(ChipLabel(tone), 0, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(line)
        if len(self._scheme.versions) > 1:
            layout.addWidget(self._comparison())
        for found in self._desk.do(ListExtensions(self._scheme.id)):
            layout.addLayout(self._extension(found))
        layout.addWidget(PlainLabel(_("EDITIONS"), size=12, strong=True, role="muted"))
        layout.addWidget(
            FactList(
                [(f"{e.number}  {e.state.label}", f"{show_date(e.published_on)}  {e.reason}".strip()) for e in self._editions]
            )
        )
        layout.addStretch()
        return page

    def _extension(self, found: ExtensionRow) -> QHBoxLayout:
        line = row(10)
        sentence = _("{title} that ends after {date} lives {months} months longer, once, by an annex.")
        said = sentence.format(title=found.title, date=show_date(found.valid_until_after), months=found.add_months)
        line.addWidget(PlainLabel(said, wrap=True), 1)
        words = ngettext("Extend {count} certificate…", "Extend {count} certificates…", found.count).format(count=found.count)
        extend = button(words, partial(self._extend, found))
        extend.setEnabled(found.count > 0)
        line.addWidget(extend)
        return line

    def _extend(self, found: ExtensionRow) -> None:
        self._desk.notices.ask_text(
            _("Extend certificates"),
            _("Who decided this, and when? It stands in the annex."),
            _("Extend"),
            lambda reason: self._desk.attempt(ExtendCertificates(self._scheme.id, found.place, reason)),
        )

    def _comparison(self) -> QWidget:
        page, layout = _page()
        chosen = row(8)
        layout.addWidget(PlainLabel(_("WHAT CHANGED"), size=12, strong=True, role="muted"))
        layout.addLayout(chosen)
        boxes = []
        for place in (len(self._scheme.versions) - 2, len(self._scheme.versions) - 1):
            box = QComboBox()
            box.setAccessibleName(_("Version"))
            box.addItems([version.id for version in self._scheme.versions])
            box.setCurrentIndex(place)
            chosen.addWidget(box)
            boxes.append(box)
        chosen.addStretch()
        found = PlainLabel("", wrap=True)
        layout.addWidget(found)

        def compare() -> None:
            old, new = (box.currentText() for box in boxes)
            changes = differences(self._scheme, old, self._scheme, new)
            found.setText("\n".join(change.sentence for change in changes) or _("Nothing changed."))

        for box in boxes:
            box.currentIndexChanged.connect(lambda _place: compare())
        compare()
        return page

    def _routes(self) -> QWidget:
        page, layout = _page()
        for title in sorted(self._scheme.titles, key=lambda title: title.order):
            layout.addWidget(PlainLabel(f"{title.name} ({title.id})", size=15, strong=True, wrap=True))
            for route in self._scheme.routes:
                if route.title != title.id:
                    continue
                layout.addWidget(PlainLabel(route.name.in_language(language()), strong=True, wrap=True))
                steps = [self._scheme.step(name) for name in route.steps]
                lines = [f"{step.name.in_language(language())}: {', '.join(words_of_step(self._scheme, step))}" for step in steps]
                decision = self._scheme.decision(route.decision)
                lines.append(f"{decision.body}: {', '.join(words_of_decision(self._scheme, decision))}")
                if not route.certificate:
                    lines.append(_("ends without a certificate"))
                layout.addWidget(PlainLabel("\n".join(lines), role="muted", wrap=True))
        layout.addStretch()
        return page

    def _requirements(self) -> QWidget:
        tree = QTreeWidget()
        tree.setHeaderLabels([_("Requirement"), _("What it asks"), _("Source")])
        tree.setAccessibleName(_("Requirements"))
        tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        tree.setMinimumHeight(480)
        tree.setWordWrap(True)
        roots = dict.fromkeys(name for route in self._scheme.routes for name in (route.requires, *route.extra))
        for name in roots:
            tree.addTopLevelItem(self._branch(self._scheme.requirement(name)))
        tree.expandAll()
        tree.setColumnWidth(0, 300)
        tree.setColumnWidth(2, 220)
        return tree

    def _branch(self, rule: Requirement) -> QTreeWidgetItem:
        asks = "; ".join(words_of_requirement(self._scheme, rule))
        item = QTreeWidgetItem([rule.name.in_language(language()), asks, rule.src])
        for place, text in enumerate((rule.name.in_language(language()), asks, rule.src)):
            item.setToolTip(place, text)
        if rule.example:
            item.setIcon(0, icon("info", "warn"))
        item.addChildren([self._branch(child) for child in self._scheme.children(rule.id)])
        return item

    def _to_confirm(self) -> QWidget:
        page, layout = _page()
        layout.addWidget(self._how_to_change())
        for place in self._open:
            table, key, source = place
            line = row(10)
            words = column(0)
            words.addWidget(ElidedLabel(f"{table} {key}".strip(), strong=True))
            words.addWidget(PlainLabel(source, role="muted", wrap=True))
            line.addLayout(words, 1)
            if self._concept:
                confirm = partial(self._confirm, self._concept, place)
                line.addWidget(button(_("Confirm…"), confirm, symbol="check"), 0, Qt.AlignmentFlag.AlignTop)
            layout.addLayout(line)
        if not self._open:
            layout.addWidget(PlainLabel(_("Every value was confirmed."), role="ok"))
        layout.addStretch()
        return page

    def _confirm(self, concept: EditionRow, place: tuple[str, str, str]) -> None:
        with self._desk.notices.refusals_shown():
            ValueDialog(self._desk, concept, self._text, place, self._parent).open()

    def _how_to_change(self) -> QWidget:
        sentence = _("Choose “Change…” to make a concept; then you can change this.")
        return PlainLabel("" if self._concept else sentence, role="muted", wrap=True)

    def _lists(self) -> QWidget:
        page, layout = _page()
        layout.addWidget(self._how_to_change())
        for listed in self._scheme.lists:
            head = row(10)
            head.addWidget(PlainLabel(listed.name.in_language(language()), size=15, strong=True))
            head.addWidget(PlainLabel(str(len(listed.items)), role="muted"))
            head.addStretch()
            if self._concept:
                head.addWidget(button(_("Edit…"), partial(self._edit_list, self._concept, listed), symbol="pencil"))
            layout.addLayout(head)
            dates = ((item.name, f"{show_date(item.from_on)} – {show_date(item.until_on)}".strip(" –")) for item in listed.items)
            layout.addWidget(_facts(dates))
        if self._scheme.programmes:
            layout.addWidget(PlainLabel(_("Recognised training"), size=15, strong=True))
            layout.addWidget(_facts((p.name, f"{p.provider}, {p.recognised_by}") for p in self._scheme.programmes))
        for part in self._scheme.topic_sets:
            layout.addWidget(PlainLabel(part.name.in_language(language()), size=15, strong=True))
            layout.addWidget(
                _facts(
                    (t.name.in_language(language()), "\n".join(g.in_language(language()) for g in t.goals)) for t in part.topics
                )
            )
        layout.addStretch()
        return page

    def _edit_list(self, concept: EditionRow, listed: NameList) -> None:
        NamesDialog(self._desk, concept, self._text, listed, self._parent).open()

    def _examples(self) -> QWidget:
        page, layout = _page()
        for result in check_examples(self._scheme):
            line = row(10)
            line.addWidget(PlainLabel(result.example_id, wrap=True), 1)
            line.addWidget(ChipLabel(Chip(_("as expected"), "check", "ok") if result.passed else Chip(_("differs"), "x", "stop")))
            layout.addLayout(line)
            for what, wanted, got in result.differences:
                sentence = _("{what}: {wanted} was expected, {got} came out.").format(what=what, wanted=wanted, got=got)
                layout.addWidget(PlainLabel(sentence, role="muted", wrap=True))
        if not self._scheme.examples:
            layout.addWidget(PlainLabel(_("This scheme has no worked examples."), role="muted"))
        layout.addStretch()
        return page

    def _norm(self) -> QWidget:
        page, layout = _page()
        governance = self._scheme.governance
        if governance is None:
            layout.addWidget(PlainLabel(_("This scheme names no norm body and no documents of a norm."), role="muted", wrap=True))
            layout.addStretch()
            return page
        facts = [
            (_("Standard"), governance.standard),
            (_("Norm body"), governance.norm_body),
            (_("Statement of conformity by"), governance.conformity_statement_by),
            (_("Scope"), "\n".join(words.in_language(language()) for words in governance.scope)),
        ]
        layout.addWidget(FactList([fact for fact in facts if fact[1]]))
        documents = self._desk.do(ListNormDocuments(self._scheme.id))
        names = {part.id: part.name.in_language(language()) for part in governance.norm_parts}
        names[""] = _("statement of conformity")
        for part_id, name in names.items():
            mine = [one for one in documents if one.part_id == part_id]
            line = row(10)
            words = column(0)
            words.addWidget(PlainLabel(name, strong=True, wrap=True))
            for one in mine:
                said = f"{one.name} {one.edition}, {show_date(one.dated_on)}, {one.approved_by}"
                words.addWidget(PlainLabel(said, role="muted", wrap=True))
            line.addLayout(words, 1)
            line.addWidget(ChipLabel(Chip(_("there"), "check", "ok") if mine else Chip(_("missing"), "x", "warn")))
            layout.addLayout(line)
        add = row()
        add.addWidget(
            button(_("Add document…"), lambda: NormDialog(self._desk, self._scheme, self._parent).open(), symbol="plus")
        )
        add.addStretch()
        layout.addLayout(add)
        layout.addStretch()
        return page


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    layout = column(10)
    page.setLayout(layout)
    return page, layout


def _facts(facts: Iterable[tuple[str, str]]) -> FactList:
    return FactList(list(facts))
