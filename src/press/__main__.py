"""`python -m press`: the command line of the study in this folder."""

import sys

from press.build.command import main

if __name__ == "__main__":
    sys.exit(main())
