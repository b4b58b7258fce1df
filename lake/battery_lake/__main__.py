"""``python -m battery_lake`` is ``battery-lake``."""

import sys

from battery_lake.cli import main

sys.exit(main())
