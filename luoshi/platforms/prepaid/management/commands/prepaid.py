"""``luoshi prepaid``: what is done for prepaid consumption at the command line, a file for each part."""

from luoshi.kernel.parted import PartedCommand
from luoshi.platforms.prepaid.commands import bank, load, precision, warn


class Command(PartedCommand):
    """See to prepaid consumption."""

    help = "Keep the custody accounts, look for shops in danger, load an invented year of cards."
    parts = (bank, load, warn, precision)
