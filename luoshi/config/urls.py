"""Every address of the site."""

from django.urls import include, path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.i18n import set_language

from luoshi.config.api import api, nowhere
from luoshi.platforms.hotline.open311 import api as open311

urlpatterns = [
    path("api/", api.urls),
    re_path(r"^api/", nowhere),
    path("language/", csrf_exempt(set_language), name="set_language"),  # a cosmetic preference
    path("accounts/", include("luoshi.kernel.orgs.urls")),
    path("desk/", include("luoshi.desk.urls")),
    path("12345/", include("luoshi.platforms.hotline.urls")),
    path("investment/chains/", include("luoshi.platforms.investment.chain_urls")),
    path("prepaid/shop/", include("luoshi.platforms.prepaid.merchant_urls")),
    path("prepaid/", include("luoshi.platforms.prepaid.urls")),
    path("projects/", include("luoshi.platforms.projects.urls")),
    path("open311/v2/", open311.nowhere),
    path("open311/v2/", open311.api.urls),
    re_path(r"^open311/", open311.nowhere),
    path("", include("luoshi.portal.urls")),
]
