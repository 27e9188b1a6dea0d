"""The viewer by its former name, for pages that still ask for it so."""

from cmsdesk.ui.viewer.document_view import DocumentView

__all__ = ["DocumentView"]
