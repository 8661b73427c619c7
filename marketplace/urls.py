"""Which address leads where."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from marketplace import demo_views, health, styleguide
from marketplace.trust import views as trust

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("api/v1/custody/<str:kind>", trust.custody, name="custody"),
    path("log/keys.json", trust.keys, name="log-keys"),
    path("", include("marketplace.accounts.urls")),
    path("", include("marketplace.accounts.registration.urls")),
    path("", include("marketplace.accounts.members.urls")),
    path("", include("marketplace.accounts.desk.urls")),
    path("", include("marketplace.accounts.bulk.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("manage/", include(wagtailadmin_urls)),
    path("", include("cms.urls")),
    path("", include("bidding.eval_urls")),
    path("", include("bidding.bid_urls")),
    path("", include("marketplace.notices.corrections.urls")),
    path("", include("marketplace.notices.urls")),
    path("", include("tenders.intentions.urls")),
    path("", include("tenders.my_urls")),
    path("", include("tenders.public_urls")),
    path("", include("tenders.tools_urls")),
    path("", include("bidding.public_urls")),
    path("", include("search.urls")),
]
if settings.ENV in ("demo", "test"):
    urlpatterns += [
        path("dev/clock/", demo_views.move_clock, name="dev-clock"),
        path("dev/outbox/", demo_views.outbox, name="dev-outbox"),
    ]
urlpatterns += [path("", include(wagtail_urls))]
