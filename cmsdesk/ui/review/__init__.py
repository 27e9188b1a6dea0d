"""The Dossier review tab: what is asked, the document, and the verdict, side by side."""

from cmsdesk.ui.review.page import ReviewPage

__all__ = ["ReviewPage"]
