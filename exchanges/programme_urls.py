"""Addresses of one version of a programme, below /visits/<case>/programme/<number>/."""

from django.urls import path

from exchanges.views import papers, programme, programme_items, today

urlpatterns = [
    path("", programme.ProgrammePage.as_view(), name="programme"),
    path("continue/", programme.ContinueProgramme.as_view(), name="continue_programme"),
    path("items/add/", programme_items.AddItem.as_view(), name="add_item"),
    path("items/<uuid:key>/move/", programme_items.MoveItem.as_view(), name="move_item"),
    path("items/<uuid:key>/edit/", programme_items.EditItem.as_view(), name="edit_item"),
    path("items/<uuid:key>/remove/", programme_items.RemoveItem.as_view(), name="remove_item"),
    path("letters/<uuid:key>.pdf", papers.HostLetter.as_view(), name="host_letter"),
    path("interpreters/<int:pk>.pdf", papers.InterpreterSheet.as_view(), name="interpreter_sheet"),
    path("driver/<str:side>.pdf", papers.DriverSheet.as_view(), name="driver_sheet"),
    path("papers/participants.pdf", papers.NameList.as_view(), name="name_list"),
    path("members/<int:pk>.ics", papers.MemberCalendar.as_view(), name="member_calendar"),
    path("today/", today.TodayPage.as_view(), name="today"),
    path("today/worker.js", today.TodayWorker.as_view(), name="today_worker"),
    path("today/<uuid:key>/late/", today.Late.as_view(), name="late"),
]
