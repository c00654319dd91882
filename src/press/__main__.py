"""`python -m press`, or a study's own command: the command line of the study in this folder."""

import sys


def main() -> int:
    """Run the command that was typed; return its exit status, 130 for Ctrl-C before there was a command to stop."""
    try:
        from press.command.command import main as command
    except KeyboardInterrupt:
        return 130
    return command()


if __name__ == "__main__":
    sys.exit(main())
