"""Adds photographs to the only partner for as long as it lives; prints each that is kept.

`python -m bench writer`, many at a time, are what `python -m bench crash` kills.
"""

from io import BytesIO
from time import sleep

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from PIL import Image

from partners.models import Partner
from publishing.models import People, Photo
from publishing.uploads import photo_of


def main():
    drawn = BytesIO()
    Image.new("RGB", (900, 600), "#0b4f41").save(drawn, "JPEG")
    while True:
        try:
            photo = Photo(owner=Partner.objects.get(), alt_uk="Зустріч", people=People.NOBODY)
            photo.take(photo_of(SimpleUploadedFile("photo.jpg", drawn.getvalue())))
            photo.save()
        except OperationalError:  # the database is away: nothing is kept, nothing is told
            connection.close()
            sleep(0.2)
        else:
            print(photo.uid, flush=True)
