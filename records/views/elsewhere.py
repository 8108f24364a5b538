"""A question that chooses what has been merged or moved leads to the same question as it is asked now."""

from django.http import HttpResponsePermanentRedirect

from records.lists import AskedElsewhere


class QuestionsLast:
    """Middleware: 301 to the surviving question, whichever face was asked."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """The answer as it comes."""
        return self.get_response(request)

    def process_exception(self, request, exception):
        """The same address with the question as it is now; nothing for any other exception."""
        if isinstance(exception, AskedElsewhere):
            return HttpResponsePermanentRedirect(f"{request.path}?{exception.data.urlencode()}")
        return None
