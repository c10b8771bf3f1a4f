"""The nouns of the hotline that are not cases."""

from luoshi.platforms.hotline.models.request import Request

__all__ = ["Request"]
