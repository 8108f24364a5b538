"""The environment of the public templates; the domain adds its own words through `JINJA_INSTALLERS`."""

import re

from django.conf import settings
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import get_language, gettext, ngettext, npgettext, override, pgettext
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, nodes, select_autoescape
from jinja2.compiler import CodeGenerator
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape


class PublicPages(Jinja2):
    """Django's door to the public templates, with an environment for each language.

    A page says hundreds of sentences that are always the same: each language has its templates compiled with them.
    """

    def __init__(self, params):
        super().__init__(params)
        self.by_language = {code: Jinja2(params) for code, _name in settings.LANGUAGES}
        for code, engine in self.by_language.items():
            engine.env.language = code

    def get_template(self, template_name):
        """The template, compiled for the visitor's language."""
        return self._of_visitor().get_template(template_name)

    def from_string(self, template_code):
        """A template out of a text, compiled for the visitor's language."""
        return self._of_visitor().from_string(template_code)

    def _of_visitor(self) -> Jinja2:
        return self.by_language.get(get_language()) or self.by_language[settings.LANGUAGE_CODE]


class PublicTemplates(FileSystemLoader):
    """The folder of templates without those that are written in Django's language.

    Django asks each engine in turn, so a name refused here is looked for among Django's templates.
    """

    def get_source(self, environment, template):
        """The text of a public template; raises TemplateNotFound for one of the admin."""
        if template.startswith(settings.DJANGO_TEMPLATE_FOLDERS):
            raise TemplateNotFound(template)
        return super().get_source(environment, template)


# What stands between two things that are printed follows the language of the page, not of the template.
PUNCTUATION = {"zh-hans": {",": "，", ":": "：", ";": "；"}}
AFTER_SOMETHING = re.compile(r"(^|>)([,:;])(?: |$|(?=<))")


class Sentences(NodeTransformer):
    """Puts what a template says, in the language it is compiled for, in the place of calls that would look it up."""

    CALLS = {"_": gettext, "gettext": gettext, "pgettext": pgettext}

    def __init__(self, language: str):
        self.punctuation = PUNCTUATION.get(language)

    def visit_TemplateData(self, node):  # noqa: N802 - the name Jinja calls it by
        """A mark that follows what is printed is the language's own; a dash never begins a line."""
        node.data = node.data.replace(" — ", "\N{NO-BREAK SPACE}— ")
        if self.punctuation:
            node.data = AFTER_SOMETHING.sub(lambda found: found[1] + self.punctuation[found[2]], node.data)
        return node

    def visit_Call(self, node):  # noqa: N802 - the name Jinja calls it by
        """A sentence that is written out becomes a text; one with values in it, a text into which they are put."""
        self.generic_visit(node)
        look_up = self.CALLS.get(node.node.name) if isinstance(node.node, nodes.Name) else None
        if not look_up or not all(isinstance(argument, nodes.Const) for argument in node.args):
            return node
        sentence = Markup(look_up(*(argument.value for argument in node.args)))  # noqa: S704 - as the extension does
        values = [nodes.Pair(nodes.Const(value.key), value.value) for value in node.kwargs]
        if not values:
            return nodes.Const(sentence % {})
        return nodes.Mod(nodes.Const(sentence), nodes.Dict(values), lineno=node.lineno)


class WithSentences(CodeGenerator):
    """Compiles a template with its sentences in it."""

    def visit_Template(self, node, frame=None):  # noqa: N802
        """The whole template."""
        language = self.environment.language
        with override(language):
            super().visit_Template(Sentences(language).visit(node), frame)

    def _output_child_pre(self, node, frame, finalize):
        if not frame.eval_ctx.autoescape or frame.eval_ctx.volatile or finalize.src is not None:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")


def escaped(value) -> Markup:
    """A value as a page prints it; what is HTML already is taken as it is, where `escape` would copy it."""
    return value if type(value) is Markup else escape(value)


def environment(**options) -> Environment:
    """Build the environment; an unknown name in a template is an error, never an empty place on a page."""
    options |= {
        # What is not HTML is escaped by its own filters.
        "autoescape": select_autoescape(disabled_extensions=("md", "txt"), default=True),
        "loader": PublicTemplates(options["loader"].searchpath),
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
    }
    built = Environment(**options)  # noqa: S701 - it is set above
    built.language = settings.LANGUAGE_CODE
    built.code_generator_class = WithSentences
    built.escaped = escaped
    built.policies["ext.i18n.trimmed"] = True
    # These look up the language of the request each time they are called.
    built.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    built.globals |= {"static": static, "url": _url}
    for install in settings.JINJA_INSTALLERS:
        import_string(install)(built)
    return built


def _url(name: str, *arguments, **named_arguments) -> str:
    return reverse(name, args=arguments, kwargs=named_arguments)
