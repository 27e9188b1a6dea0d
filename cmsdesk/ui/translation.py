"""Lets Qt ask the one catalogue: forms and Qt's own buttons speak the language of the program."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from cmsdesk.domain.words import _, language


class CatalogueTranslator(QTranslator):
    """Answers for the texts in forms."""

    def translate(self, _context: str, source_text: str, _disambiguation: str | None = None, _n: int = -1) -> str | None:
        """The text in the language spoken, or None so that Qt asks further; an empty text would count as an answer."""
        found = _(source_text)
        return found if found != source_text else None

    def isEmpty(self) -> bool:
        """It always may have an answer."""
        return False


def install_translators(app: QCoreApplication) -> None:
    """Speak the language of the program from here on; what spoke before falls silent."""
    QLocale.setDefault(QLocale("nl_NL" if language() == "nl" else "en_GB"))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if language() == "nl":
        base = QTranslator(app)
        base.load("qtbase_nl", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
        app.installTranslator(base)
    app.installTranslator(CatalogueTranslator(app))
