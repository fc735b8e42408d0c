"""Addresses of visit support, below /visits/."""

from django.urls import path

from exchanges.views import cases, hosts, interpreters, itineraries

app_name = "exchanges"

urlpatterns = [
    path("", cases.Cases.as_view(), name="cases"),
    path("new/", cases.NewCase.as_view(), name="new"),
    path("assignments/", interpreters.MyAssignments.as_view(), name="assignments"),
    path("offer/<str:token>/", interpreters.Offer.as_view(), name="offer"),
    path("offer/<str:token>/accept/", interpreters.AcceptOffer.as_view(), name="accept_offer"),
    path("offer/<str:token>/decline/", interpreters.DeclineOffer.as_view(), name="decline_offer"),
    path("offer/<str:token>/reconfirm/", interpreters.Reconfirm.as_view(), name="reconfirm_offer"),
    path("host/<str:token>/", hosts.HostPage.as_view(), name="host"),
    path("host/<str:token>/propose/", hosts.Propose.as_view(), name="host_propose"),
    path("host/<str:token>/decline/", hosts.Decline.as_view(), name="host_decline"),
    path("host/<str:token>/receive/", hosts.Receive.as_view(), name="host_receive"),
    path("host/<str:token>/meeting.ics", hosts.HostCalendarFile.as_view(), name="host_calendar"),
    path("<str:number>/", cases.CasePage.as_view(), name="case"),
    path("<str:number>/edit/", cases.EditCase.as_view(), name="edit"),
    path("<str:number>/delegation/", cases.Delegation.as_view(), name="delegation"),
    path("<str:number>/delegation/<int:pk>/remove/", cases.RemoveDelegate.as_view(), name="remove_delegate"),
    path("<str:number>/send/", cases.SoundOut.as_view(), name="sound_out"),
    path("<str:number>/request/", cases.RequestFormally.as_view(), name="request_formally"),
    path("<str:number>/endorse/", cases.Endorse.as_view(), name="endorse"),
    path("<str:number>/agree/", cases.Agree.as_view(), name="agree"),
    path("<str:number>/write/", cases.Write.as_view(), name="write"),
    path("<str:number>/programme/plan/", itineraries.PlanProgramme.as_view(), name="plan_programme"),
    path("<str:case>/programme/planning/<uuid:uuid>/", itineraries.Planning.as_view(), name="planning"),
    path(
        "<str:case>/programme/<int:number>/programme.ics",
        itineraries.ItineraryCalendar.as_view(),
        name="itinerary_calendar",
    ),
    path("<str:case>/programme/<int:number>/<str:side>.pdf", itineraries.ItineraryPdf.as_view(), name="itinerary_pdf"),
]
