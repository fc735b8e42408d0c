"""The addresses of the programme."""

from django.urls import URLPattern

app_name = "jet"

urlpatterns: list[URLPattern] = []
