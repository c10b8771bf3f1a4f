"""Addresses of the desk. Notices quote them: add, never change."""

from django.urls import path

from luoshi.desk.pages import audit, board, bulk, case, delivery, lists, notices, opening, sheets, wishes

app_name = "desk"
urlpatterns = [
    path("", lists.work, name="work"),
    path("filters/", lists.keep_filter, name="keep_filter"),
    path("filters/<int:pk>/delete/", lists.drop_filter, name="drop_filter"),
    path("board/", board.board, name="board"),
    path("calendar/", board.calendar, name="calendar"),
    path("calendar.ics", notices.feed, name="feed"),
    path("calendar.ics/new/", notices.make_feed, name="make_feed"),
    path("calendar.ics/delete/", notices.drop_feed, name="drop_feed"),
    path("new/", opening.new, name="new"),
    path("new/<slug:type_key>/", opening.open_new, name="open"),
    path("import/<slug:type_key>/", sheets.bring, name="import"),
    path("cases.xlsx", sheets.take, {"form": "xlsx"}, name="export_xlsx"),
    path("cases.csv", sheets.take, {"form": "csv"}, name="export_csv"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("cases/<slug:code>/", case.case, name="case"),
    path("cases/<slug:code>/do/<slug:action>/", case.do, name="do"),
    path("cases/<slug:code>/relate/", case.tie, name="relate"),
    path("cases/<slug:code>/private/", case.show_private, name="show_private"),
    path("cases/<slug:code>/audit/", audit.audit, name="audit"),
    path("commitments/", delivery.commitments, name="commitments"),
    path("commitments/<slug:code>/", delivery.commitment, name="commitment"),
    path("evidence/<slug:sha256>/", case.evidence, name="evidence"),
    path("roots/", audit.roots, name="roots"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="read_notices"),
    path("notices/wishes/", wishes.wishes, name="wishes"),
    path("notices/lost/", wishes.lost_notices, name="lost_notices"),
    path("notices/lost/retry/", wishes.retry, name="retry_notices"),
]
