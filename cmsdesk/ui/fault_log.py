"""The log of faults on this workstation."""

import logging
import logging.handlers

from platformdirs import user_log_path


def start_log() -> None:
    """Keep a short log for faults; it holds no names, only what the program did. Without a place for it there is none."""
    try:
        path = user_log_path("cmsdesk", appauthor=False, ensure_exists=True) / "cmsdesk.log"
        handler = logging.handlers.RotatingFileHandler(path, maxBytes=500_000, backupCount=2, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger("cmsdesk").addHandler(handler)
    logging.getLogger("cmsdesk").setLevel(logging.INFO)
