"""Addresses of what follows a visit, and of the figures; part of `exchanges.urls`."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from exchanges.views import followups, reports, statistics, surveys, thanks


class Ending(StringConverter):
    """What the report can be had as."""

    regex = "pdf|docx"


register_converter(Ending, "report_ending")

urlpatterns = [
    path("statistics/", statistics.ThisYear.as_view(), name="statistics_now"),
    path("statistics/<str:way>/<int:year>/", statistics.Statistics.as_view(), name="statistics"),
    path("statistics/<str:way>/<int:year>/figures.csv", statistics.StatisticsFile.as_view(), name="statistics_csv"),
    path("statistics/<str:way>/<int:year>/list/<str:side>/", statistics.PrintList.as_view(), name="statistics_list"),
    path("survey/<str:token>/", surveys.HostSurvey.as_view(), name="host_survey"),
    path("<str:number>/survey/", surveys.AuthoritySurvey.as_view(), name="survey"),
    path("<str:number>/survey/close/", surveys.CloseSurveys.as_view(), name="close_surveys"),
    path("<str:number>/follow-up/<int:months>/", followups.AnswerFollowUp.as_view(), name="follow_up"),
    path("<str:number>/report/<str:side>.<report_ending:ending>", reports.ReportFile.as_view(), name="report"),
    path("<str:number>/thanks/", thanks.Thanks.as_view(), name="thanks"),
    path("<str:number>/thanks/draft/", thanks.DraftThanks.as_view(), name="draft_thanks"),
    path("<str:number>/thanks/send/", thanks.SendAllThanks.as_view(), name="send_all_thanks"),
    path("<str:number>/thanks/<uuid:uuid>/", thanks.WriteThanks.as_view(), name="write_thanks"),
    path("<str:number>/thanks/<uuid:uuid>/send/", thanks.SendThanks.as_view(), name="send_thanks"),
    path("<str:number>/thanks/<uuid:uuid>/letter.pdf", thanks.ThanksPdf.as_view(), name="thanks_pdf"),
]
