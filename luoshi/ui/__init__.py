"""How it looks: base page, components, tokens, vendored htmx. It knows no noun of the field."""
