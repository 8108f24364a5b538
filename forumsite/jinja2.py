"""The environment of the public templates; the domain adds its own words through `JINJA_INSTALLERS`."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound


class PublicTemplates(FileSystemLoader):
    """The folder of templates without those that are written in Django's language.

    Django asks each engine in turn, so a name refused here is looked for among Django's templates.
    """

    def get_source(self, environment, template):
        """The text of a public template; raises TemplateNotFound for one of the admin."""
        if template.startswith(settings.DJANGO_TEMPLATE_FOLDERS):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


def environment(**options) -> Environment:
    """Build the environment; an unknown name in a template is an error, never an empty place on a page."""
    options |= {
        "autoescape": True,
        "loader": PublicTemplates(options["loader"].searchpath),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    built = Environment(**options)  # noqa: S701 - it is set, three lines up
    built.policies["ext.i18n.trimmed"] = True
    # These look up the language of the request each time they are called.
    built.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    built.globals |= {"static": static, "url": _url}
    for install in settings.JINJA_INSTALLERS:
        import_string(install)(built)
    return built


def _url(name: str, *arguments, **named_arguments) -> str:
    return reverse(name, args=arguments, kwargs=named_arguments)
