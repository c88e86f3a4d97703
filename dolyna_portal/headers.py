"""Headers that keep pages apart from other origins (the rest come from their libraries)."""


class IsolationMiddleware:
    """Sets the Cross-Origin-Embedder- and -Resource-Policy where a view has not."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Embedder-Policy", "require-corp")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
