"""The ASGI application for a server such as uvicorn: ``luoshi.config.asgi:application``."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
application = get_asgi_application()
