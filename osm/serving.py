"""What the web server itself says, in the same lines as everything else."""

from typing import Any

import structlog
from gunicorn.glogging import Logger  # type: ignore[import-untyped]

from osm import logs


class LineLogger(Logger):  # type: ignore[misc]
    """Writes gunicorn's own lines as JSON: `--logger-class=osm.serving.LineLogger`."""

    def setup(self, cfg: Any) -> None:
        """Set the logs up as gunicorn does, then give them our form."""
        super().setup(cfg)
        form = structlog.stdlib.ProcessorFormatter(**logs.json_lines())
        for handler in self.error_log.handlers:
            handler.setFormatter(form)
