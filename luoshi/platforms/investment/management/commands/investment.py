"""``luoshi investment``: what is done for investment at the command line, a file for each part."""

from luoshi.kernel.parted import PartedCommand
from luoshi.platforms.investment.commands import chain, lift, precision


class Command(PartedCommand):
    """See to investment."""

    help = "Bring in the chains of industry, tell their gaps, measure what checks and orders are worth."
    parts = (chain, lift, precision)
