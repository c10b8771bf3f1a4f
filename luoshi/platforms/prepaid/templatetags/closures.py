"""Template words of closures: fen as yuan."""

from __future__ import annotations

from django import template

from luoshi.platforms.prepaid.closing.transfer import yuan

register = template.Library()
register.filter("fen_as_yuan", yuan)
