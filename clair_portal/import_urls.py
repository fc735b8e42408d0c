"""The addresses of imports."""

from django.urls import path

from clair_portal import import_pages

urlpatterns = [
    path("", import_pages.ImportList.as_view(), name="imports"),
    path("new/<slug:kind>/", import_pages.NewImport.as_view(), name="import_new"),
    path("<uuid:uuid>/", import_pages.RunPage.as_view(), name="import_run"),
    path("<uuid:uuid>/confirm/", import_pages.ConfirmRun.as_view(), name="import_confirm"),
    path("<uuid:uuid>/undo/", import_pages.UndoRun.as_view(), name="import_undo"),
    path("<uuid:uuid>/rows.csv", import_pages.RowsFile.as_view(), name="import_rows"),
]
