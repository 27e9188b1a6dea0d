"""The certification office in one window."""

from pathlib import Path

__version__ = "0.1.0"

# In a bare checkout forms/ and resources/ lie beside the package; once installed they are inside it.
_here = Path(__file__).resolve().parent
if not (_here / "forms").is_dir() and (_here.parent / "forms").is_dir():
    __path__.append(str(_here.parent))
