"""The yardsticks' tables: as few columns as such a page and such a write can do with."""

from django.db import models


class Page(models.Model):
    """What the bare page shows."""

    slug = models.SlugField(unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300)
    starts_at = models.DateTimeField()


class Place(models.Model):
    """What the bare write counts."""

    size = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)


class Entry(models.Model):
    """The first row of a bare write."""

    place = models.ForeignKey(Place, models.PROTECT)
    name = models.CharField(max_length=100)
    written_at = models.DateTimeField(auto_now_add=True)


class Line(models.Model):
    """The second row of a bare write."""

    entry = models.ForeignKey(Entry, models.CASCADE)
    text = models.CharField(max_length=100)
