"""What a password must be, where Django has no Chinese words for it."""

from __future__ import annotations

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    """Ask for a least length. Length guards better than rules about digits and signs (NIST SP 800-63B)."""

    def get_error_message(self) -> str:
        """Say that the password is too short."""
        return _("密码太短，至少要 %(count)d 个字符。") % {"count": self.min_length}

    def get_help_text(self) -> str:
        """Say how long a password must be."""
        return _("密码至少 %(count)d 个字符，可以是一句话。") % {"count": self.min_length}
