"""Names of reports and commitments in addresses: letters of any script, digits, hyphens."""

from django.urls import register_converter


class NameConverter:
    """Let a name through as it is."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        """Return the name."""
        return value

    def to_url(self, value: str) -> str:
        """Return the name."""
        return value


register_converter(NameConverter, "name")
