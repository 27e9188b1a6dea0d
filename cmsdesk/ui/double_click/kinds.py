"""The files that are ours, as the system may know them."""

from dataclasses import dataclass
from typing import Any

from cmsdesk.domain.words import N_
from cmsdesk.store.backup import SUFFIX
from cmsdesk.ui.office_files import DOSSIER, ENDING, KEY, REVIEW


@dataclass(frozen=True)
class Kind:
    """One kind of file; `name` is how a list of files calls it."""

    ending: str
    name: str

    @property
    def id(self) -> str:
        """Its name for Windows, and the end of the others."""
        return f"cmsdesk.{self.ending.removeprefix('.').removeprefix('cmsdesk-').replace('cmsdesk', 'office')}"

    @property
    def mime(self) -> str:
        """Its name for Linux and the web."""
        return f"application/x-{self.id.replace('.', '-')}"

    @property
    def uniform(self) -> str:
        """Its name for macOS."""
        return f"org.{self.id}"


KINDS = (
    Kind(ENDING, N_("Office of cmsdesk")),
    Kind(SUFFIX, N_("Backup of an office")),
    Kind(DOSSIER, N_("Dossier to review")),
    Kind(REVIEW, N_("Review of a dossier")),
    Kind(KEY, N_("Key of an office or assessor")),
)


def mac_types() -> dict[str, list[dict[str, Any]]]:
    """What an application says in its Info.plist of the files it opens; macOS wants nothing else."""
    return {
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": kind.uniform,
                "UTTypeDescription": kind.name,
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {"public.filename-extension": [kind.ending.removeprefix(".")]},
            }
            for kind in KINDS
        ],
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": kind.name,
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [kind.uniform],
            }
            for kind in KINDS
        ],
    }
