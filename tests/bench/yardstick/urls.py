"""The yardsticks' two addresses."""

from django.urls import path

from tests.bench.yardstick import views

urlpatterns = [path("page/<slug:slug>/", views.page), path("write/<int:place>/", views.write)]
