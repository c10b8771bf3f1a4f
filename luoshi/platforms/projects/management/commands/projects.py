"""``luoshi projects``: what is done for projects at the command line, a file for each part."""

from luoshi.kernel.parted import PartedCommand
from luoshi.platforms.projects.commands import forecast, lists, precision


class Command(PartedCommand):
    """See to projects."""

    help = "Keep the lists of projects, look back at forecasts, measure what checks find."
    parts = (forecast, lists, precision)
