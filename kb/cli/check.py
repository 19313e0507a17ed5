"""kb check: the rules over notes, references, papers and theses."""

import click

from kb.cli.output import format_option, table, write, write_json

EXAMPLES = """
\b
Examples:
  kb check                             the whole knowledge base
  kb check notes/recall.md             one note
  kb check thesis.tex chapter.md       what a thesis cites, and which claims it uses
  kb check --select 'citation-*'       some rules only
  kb check --explain citation-unknown  what a rule finds, why, and how to mend it
  kb check --explain all               all rules
  kb check -f github                   annotations; -f sarif and -f json for other programs
  kb check --baseline old.txt --update-baseline    from now on only new findings
\b
Suppress a finding where it stands, with a reason:
  [@smith2019, p. 4] <!-- kb: ignore citation-unknown: in print only -->
\b
Exit codes: 0 no errors or warnings; 1 findings; 2 wrong usage; 3 something cannot be read.
"""


@click.command(epilog=EXAMPLES)
@click.argument("files", nargs=-1, type=click.Path())
@format_option("json", "sarif", "github")
@click.option("--select", multiple=True, metavar="RULES", help="Only these rules ('citation-*').")
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules.")
@click.option("--explain", metavar="RULE", help="Tell what a rule is about ('all' lists them).")
@click.option("--baseline", metavar="FILE", help="Leave out the findings that FILE knows.")
@click.option("--update-baseline", is_flag=True, help="Write the findings of now into it.")
@click.option("--strict", is_flag=True, help="Leave with 1 for findings of level info too.")
@click.pass_obj
def command(
    base: str | None,
    files: tuple[str, ...],
    fmt: str,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    explain: str | None,
    baseline: str | None,
    update_baseline: bool,
    strict: bool,
) -> int:
    """Tells what is wrong, where, and how to mend it.

    FILES are notes, papers of the knowledge base, or chapters of a thesis (.tex, .md, .typ);
    without any, everything is checked. Quotes are compared with the text of their source; one whose
    source is not here is counted as unchecked.
    """
    from kb.cli import findings
    from kb.jobs.check import as_json
    from kb.jobs.checkfiles import Options, check_files
    from kb.jobs.opened import open_base
    from kb.jobs.sarif import to_sarif

    if explain:
        return _explain(explain)
    opened = open_base(base)
    options = Options(select, ignore, baseline or "", update_baseline)
    report = check_files(opened, files, options)
    if fmt == "json":
        write_json(as_json(report))
    elif fmt == "sarif":
        write_json(to_sarif(report.problems))
    elif fmt == "github":
        for line in findings.github(report.problems):
            write(line)
        write(findings.summary(report), err=True)
    else:
        findings.show(report, opened.line_of)
    loud = [problem for problem in report.problems if strict or problem.level != "info"]
    return 1 if loud else 0


def _explain(name: str) -> int:
    from kb.cli import findings
    from kb.jobs.check import known_rules
    from kb.rules import registry

    if name == "all":
        rows = [(rule.id, rule.level, rule.what) for rule in registry().values()]
        table(("rule", "level", "what it finds"), rows)
        return 0
    known_rules((name,))
    for rule in registry().values():
        if rule.id == name:
            findings.explain(rule)
    return 0
