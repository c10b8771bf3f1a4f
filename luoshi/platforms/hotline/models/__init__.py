"""The nouns of the hotline that are not cases."""

from luoshi.platforms.hotline.models.key import Open311Key
from luoshi.platforms.hotline.models.request import Request

__all__ = ["Open311Key", "Request"]
