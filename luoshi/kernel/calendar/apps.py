"""The app of calendar."""

from django.apps import AppConfig


class CalendarConfig(AppConfig):
    """Working days and deadlines."""

    name = "luoshi.kernel.calendar"
    label = "calendar"
    verbose_name = "日历"
