"""`python -m press`: the command line of the study in this folder."""

import sys

if __name__ == "__main__":
    try:
        from press.command.command import main
    except KeyboardInterrupt:  # Ctrl-C before there was a command to stop
        sys.exit(130)
    sys.exit(main())
