"""Addresses of the events app, below /events/."""

from django.urls import path

from events.views import events, registrations

app_name = "events"

urlpatterns = [
    path("", events.EventList.as_view(), name="list"),
    path("calendar.ics", events.CalendarFeed.as_view(), name="feed"),
    path("my/", registrations.MyEvents.as_view(), name="my"),
    path("guest/<str:token>/", registrations.RegisterAsGuest.as_view(), name="guest"),
    path("place/<str:token>/", registrations.Place.as_view(), name="place"),
    path("place/<str:token>/give-back/", registrations.GiveBack.as_view(), name="give_back"),
    path("place/<str:token>/event.ics", registrations.CalendarFile.as_view(), name="calendar_file"),
    path("<slug:slug>/", events.EventPage.as_view(), name="event"),
    path("<slug:slug>/register/", registrations.Register.as_view(), name="register"),
    path("<slug:slug>/guest/", registrations.AskForGuestLink.as_view(), name="ask_guest_link"),
]
