"""A page to look at: values into HTML, everything from papers escaped by the template engine."""

from collections.abc import Mapping

TEMPLATE = "report.html.j2"


def page(values: Mapping[str, object]) -> str:
    """The report page; `values` are the names that `report.html.j2` uses.

    One file without scripts or anything from outside. Jinja2 escapes every value.
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("kb", "render"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(TEMPLATE).render(values)
