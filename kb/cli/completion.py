"""kb completion: what bash, zsh or fish need to complete commands, options and citation keys."""

import click

from kb.cli.output import write

EXAMPLES = """
\b
Examples:
  bash: echo 'eval "$(kb completion bash)"' >> ~/.bashrc
  zsh:  echo 'eval "$(kb completion zsh)"' >> ~/.zshrc     (after compinit)
  fish: kb completion fish > ~/.config/fish/completions/kb.fish
"""


@click.command(epilog=EXAMPLES)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Prints a script for the shell that completes commands, options and citation keys."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made is not None
    root = ctx.find_root().command
    write(made(root, {}, "kb", "_KB_COMPLETE").source())
