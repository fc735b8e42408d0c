"""The addresses of jobs and their files."""

from django.urls import path

from clair_portal import document_pages

urlpatterns = [
    path("<uuid:uuid>/", document_pages.JobPage.as_view(), name="job"),
    path("<uuid:uuid>/stop/", document_pages.CancelJob.as_view(), name="job_cancel"),
    path("<uuid:uuid>/again/", document_pages.RetryJob.as_view(), name="job_retry"),
    path("files/<uuid:uuid>/", document_pages.JobFile.as_view(), name="job_file"),
]
