"""``python -m twotrack`` is the ``twotrack`` command."""

from twotrack.cli import main

if __name__ == "__main__":
    main()
