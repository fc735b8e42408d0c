"""Celery entry points of the programme: they carry no data, the rows and their due days do."""

from celery import shared_task
from django.utils import timezone

from jet.actions import reappointment_rounds, transfers


@shared_task
def sweep_reappointments() -> None:
    """Remind those who are silent, and bring to an end what is overdue."""
    reappointment_rounds.sweep(timezone.now)


@shared_task
def sweep_transfers() -> None:
    """Note for which transfers the first day at the new place has come."""
    transfers.take_effect(at=timezone.now())
