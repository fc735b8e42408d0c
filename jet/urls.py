"""The addresses of the programme."""

from django.urls import path

from jet.views import (
    allocation,
    allocation_pins,
    allocation_runs,
    allocation_steps,
    home,
    my_reappointment,
    participants,
    places,
    programme,
    reappointment_rounds,
    reappointments,
    requests,
    statistics,
    wishes,
)

app_name = "jet"

urlpatterns = [
    path("", home.Home.as_view(), name="home"),
    # participants
    path("participants/", participants.Participants.as_view(), name="participants"),
    path("participants/file/", participants.ParticipantsFile.as_view(), name="participants_file"),
    path("participants/<str:jet_number>/", participants.ParticipantPage.as_view(), name="participant"),
    # placement requests, wishes, one's own place
    path("requests/", requests.Requests.as_view(), name="requests"),
    path("requests/new/", requests.NewRequest.as_view(), name="request_new"),
    path("requests/cut-off/", requests.CutOffs.as_view(), name="cut_offs"),
    path("requests/cut-off/<int:pk>/", requests.CutOff.as_view(), name="cut_off"),
    path("requests/<str:number>/", requests.RequestPage.as_view(), name="request"),
    path("requests/<str:number>/edit/", requests.EditRequest.as_view(), name="request_edit"),
    path("requests/<str:number>/send/", requests.SendRequest.as_view(), name="request_send"),
    path("requests/<str:number>/withdraw/", requests.WithdrawRequest.as_view(), name="request_withdraw"),
    path("requests/<str:number>/endorse/", requests.EndorseRequest.as_view(), name="request_endorse"),
    path("requests/<str:number>/hand-back/", requests.HandBackRequest.as_view(), name="request_hand_back"),
    path("requests/<str:number>/accept/", requests.AcceptRequest.as_view(), name="request_accept"),
    path("requests/<str:number>/decline/", requests.DeclineRequest.as_view(), name="request_decline"),
    path("wishes/", wishes.Wishes.as_view(), name="wishes"),
    path("place/", places.MyPlace.as_view(), name="place"),
    path("place/accept/", places.AcceptPlace.as_view(), name="place_accept"),
    path("place/withdraw/", places.WithdrawFromPlace.as_view(), name="place_withdraw"),
    # who does what, and the programme in figures
    path("programme/", programme.Programme.as_view(), name="programme"),
    path("statistics/", statistics.Statistics.as_view(), name="statistics_now"),
    path("statistics/<int:year>/", statistics.Statistics.as_view(), name="statistics"),
    path("statistics/<int:year>/figures.xlsx", statistics.StatisticsFile.as_view(), name="statistics_xlsx"),
    path("statistics/<int:year>/print/<str:side>/", statistics.PrintStatistics.as_view(), name="statistics_print"),
    # the workbench of the allocation
    path("allocation/", allocation.Allocation.as_view(), name="allocation"),
    path("allocation/progress/<uuid:uuid>/", allocation.AllocationProgress.as_view(), name="allocation_progress"),
    path("allocation/<int:pk>/", allocation_runs.AllocationRunPage.as_view(), name="allocation_run"),
    path("allocation/<int:pk>/open/", allocation_runs.AllocationOpenPosts.as_view(), name="allocation_open"),
    path("allocation/<int:pk>/file/", allocation_runs.AllocationFile.as_view(), name="allocation_file"),
    path("allocation/<int:pk>/propose/", allocation_steps.Propose.as_view(), name="allocation_propose"),
    path("allocation/<int:pk>/hand-back/", allocation_steps.HandBack.as_view(), name="allocation_hand_back"),
    path("allocation/<int:pk>/publish/", allocation_steps.Publish.as_view(), name="allocation_publish"),
    path("allocation/<int:pk>/discard/", allocation_steps.Discard.as_view(), name="allocation_discard"),
    path(
        "allocation/<int:pk>/people/<str:number>/", allocation_runs.AllocationPerson.as_view(), name="allocation_person"
    ),
    path("allocation/<int:year>/<str:code>/run/", allocation.RunAllocation.as_view(), name="allocation_start"),
    path("allocation/<int:year>/<str:code>/pins/", allocation_pins.Pins.as_view(), name="pins"),
    path("allocation/<int:year>/<str:code>/pins/new/", allocation_pins.AddPin.as_view(), name="pin_add"),
    path("allocation/<int:year>/<str:code>/pins/<int:pk>/lift/", allocation_pins.LiftPin.as_view(), name="pin_lift"),
    # reappointment: the participant's own answer, the organisations', and headquarters
    path("reappointment/", my_reappointment.MyReappointment.as_view(), name="my_reappointment"),
    path("reappointment/yes/", my_reappointment.SayYes.as_view(), name="my_reappointment_yes"),
    path("reappointment/no/", my_reappointment.SayNo.as_view(), name="my_reappointment_no"),
    path("reappointment/take-back/", my_reappointment.TakeMineBack.as_view(), name="my_reappointment_take_back"),
    path("reappointments/", reappointments.Reappointments.as_view(), name="reappointments"),
    path("reappointments/<int:pk>/", reappointments.ReappointmentPage.as_view(), name="reappointment"),
    path("reappointments/<int:pk>/answer/", reappointments.AnswerReappointment.as_view(), name="reappointment_answer"),
    path("reappointments/<int:pk>/take-back/", reappointments.TakeAnswerBack.as_view(), name="reappointment_take_back"),
    path("reappointments/<int:pk>/decide/", reappointments.DecideReappointment.as_view(), name="reappointment_decide"),
    path("reappointments/rounds/<int:year>/", reappointment_rounds.Round.as_view(), name="reappointment_round"),
    path("reappointments/rounds/<int:year>/open/", reappointment_rounds.OpenRound.as_view(), name="reappointment_open"),
    path(
        "reappointments/rounds/<int:year>/deadline/",
        reappointment_rounds.SetDeadline.as_view(),
        name="reappointment_deadline",
    ),
]
