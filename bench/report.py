"""What a person who waits is shown."""
import sys


def say(text=""):
    print(text, flush=True)


def progress(done, total, label):
    if sys.stderr.isatty():
        filled = 30 * done // total
        print(f"\r  [{'#' * filled}{'.' * (30 - filled)}] {label:<32}", end="\n" if done == total else "", file=sys.stderr, flush=True)
