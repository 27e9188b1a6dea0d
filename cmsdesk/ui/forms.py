"""Loading of Qt Designer forms: children become attributes, texts go through the one catalogue."""

from functools import cache
from importlib.resources import files
from typing import Any, get_type_hints

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject
from PySide6.QtUiTools import QUiLoader
from PySide6.QtWidgets import QWidget

from cmsdesk.ui.date_edit import DateEdit


class _Loader(QUiLoader):
    """Builds a form into a widget that exists and binds its children by name."""

    def __init__(self, target: QWidget) -> None:
        super().__init__()
        self._target = target
        self.registerCustomWidget(DateEdit)

    def createWidget(self, class_name: str, parent: QWidget | None = None, name: str = "") -> QWidget:
        """The target itself for the top, a new child otherwise."""
        if parent is None:
            return self._target
        widget: QWidget = super().createWidget(class_name, parent, name)
        setattr(self._target, name, widget)
        return widget

    def createAction(self, parent: QObject | None = None, name: str = "") -> Any:
        """Actions are bound like children."""
        action = super().createAction(parent, name)
        setattr(self._target, name, action)
        return action


@cache
def _source(name: str) -> bytes:
    return (files("cmsdesk.forms") / f"{name}.ui").read_bytes()


def load_form(target: QWidget, name: str) -> None:
    """Fill the target with forms/<name>.ui; every annotated widget must be in the form."""
    buffer = QBuffer()
    buffer.setData(QByteArray(_source(name)))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    loader = _Loader(target)
    loader.load(buffer)
    for attribute, kind in get_type_hints(type(target)).items():
        bound = getattr(target, attribute, None)
        if isinstance(kind, type) and issubclass(kind, QObject) and not isinstance(bound, kind):
            raise TypeError(f"forms/{name}.ui has no {kind.__name__} named {attribute}: {loader.errorString()}")
