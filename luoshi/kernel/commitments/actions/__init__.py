"""Every write of this app: loading a reading, adopting the reviewed commitments."""

from luoshi.kernel.commitments.actions.adopt import Adoption, adopt, adopt_file
from luoshi.kernel.commitments.actions.load import load_reading

__all__ = ["Adoption", "adopt", "adopt_file", "load_reading"]
