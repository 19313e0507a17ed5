"""`kb report`: a page to look at."""

from pathlib import Path

import click

from kb.cli.output import clean, write

EXAMPLES = """
\b
Examples:
  kb report                    writes .kb/report.html
  kb report -o report.html     where you say
  kb report --open             and shows it in the browser
"""


@click.command(epilog=EXAMPLES)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="The file to write.")
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
@click.pass_obj
def command(base: str | None, output: Path | None, show: bool) -> None:
    """Writes a page of everything: papers, claims with their sources, works with the raw strings
    they were read from, problems."""
    from kb.disk.files import write_text
    from kb.disk.store import Store
    from kb.jobs.build import checked
    from kb.jobs.report import report
    from kb.jobs.status import status
    from kb.render.html import page

    store = Store.find(base)
    loaded = store.load()
    problems = checked(store, loaded).problems
    html = page(report(loaded, status(loaded, problems), problems))
    target = output or store.root / ".kb" / "report.html"
    write_text(target, html, None)
    write(clean(str(target)))
    if show:
        click.launch(str(target))
