"""`python -m chainnet` is `chainnet`."""

from chainnet.cli import main

if __name__ == "__main__":
    main()
