"""``luoshi hotline``: what is done for the hotline at the command line, each part in a file of its own."""

from luoshi.kernel.parted import PartedCommand
from luoshi.platforms.hotline.commands import boards, count, keys, load, mail, rebuild, train, versions


class Command(PartedCommand):
    """See to the hotline."""

    help = "Bring in messages and letters, keep keys, learn what is suggested, load an invented year."
    parts = (boards, mail, keys, train, versions, count, load, rebuild)
