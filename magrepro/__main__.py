"""``python -m magrepro`` is the command ``magrepro``."""

from magrepro.cli import main

if __name__ == "__main__":
    main()
