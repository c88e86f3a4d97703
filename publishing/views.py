"""Public documents and photographs."""

from django.views.decorators.http import require_safe

from publishing.models import Document, Photo
from publishing.serving import answer, file_at


@require_safe
def file(request, uid, name):
    """A public document, or one size of a public photograph; 404 as soon as it is not public."""
    return answer(request, file_at(uid, name, Document.objects.public(), Photo.objects.public()))
