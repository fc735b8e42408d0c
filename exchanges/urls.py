"""Addresses of visit support, below /visits/."""

from django.urls import path

from exchanges.views import cases

app_name = "exchanges"

urlpatterns = [
    path("", cases.Cases.as_view(), name="cases"),
    path("new/", cases.NewCase.as_view(), name="new"),
    path("<str:number>/", cases.CasePage.as_view(), name="case"),
    path("<str:number>/edit/", cases.EditCase.as_view(), name="edit"),
    path("<str:number>/delegation/", cases.Delegation.as_view(), name="delegation"),
    path("<str:number>/delegation/<int:pk>/remove/", cases.RemoveDelegate.as_view(), name="remove_delegate"),
    path("<str:number>/send/", cases.SoundOut.as_view(), name="sound_out"),
    path("<str:number>/request/", cases.RequestFormally.as_view(), name="request_formally"),
    path("<str:number>/endorse/", cases.Endorse.as_view(), name="endorse"),
    path("<str:number>/agree/", cases.Agree.as_view(), name="agree"),
    path("<str:number>/write/", cases.Write.as_view(), name="write"),
]
