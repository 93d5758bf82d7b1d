"""Other programs: run to the end, or asked for their output; a failure shows what they said."""

import subprocess
import sys


class Failed(Exception):
    """A program that did not end well; its text says which and why."""


def say(text):
    """Tells how it goes, beside what is printed as a result."""
    print(text, file=sys.stderr, flush=True)


def output(command, **options):
    """What a program writes to its standard output."""
    command = [str(part) for part in command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    except FileNotFoundError as error:
        raise Failed(f"`{command[0]}` is not installed") from error
    if done.returncode != 0:
        end = (done.stderr or done.stdout).strip().splitlines()[-6:]
        raise Failed(f"`{' '.join(command)}` ended with {done.returncode}: " + " / ".join(end))
    return done.stdout
