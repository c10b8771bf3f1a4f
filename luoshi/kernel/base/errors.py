"""Errors that people can act on: a stable code, and what happened, why and what to do, in two languages."""

from __future__ import annotations


class LuoshiError(Exception):
    """Something a person can put right. ``code`` is stable, for programs; the messages are for people."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(code, zh, en)  # all three positional, so that it crosses processes
        self.code = code
        self.zh = zh
        self.en = en

    def __str__(self) -> str:
        return self.zh

    def message(self, language: str) -> str:
        """Return the message in Chinese for "zh…", else in English."""
        return self.zh if language.lower().startswith("zh") else self.en
