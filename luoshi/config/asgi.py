"""The ASGI application for a server such as uvicorn: ``luoshi.config.asgi:application``."""

import gc
import os
import warnings

from django.core.asgi import get_asgi_application

# WhiteNoise reads static files synchronously. They are a few kilobytes each and cached by the browser.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luoshi.config.settings")
application = get_asgi_application()

gc.collect()
gc.freeze()  # what the program is made of never dies; looking through it again delays pages
