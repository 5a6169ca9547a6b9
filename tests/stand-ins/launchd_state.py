"""The state of launchd between calls, stored in the folder $LAUNCHD_STANDIN."""
import fcntl
import os

# macOS 10.14 and 12 report more specific error codes than later versions.
OLD = ("10.14", "12")

FRESH = {
    "profile": "13",      # the macOS version: 10.14, 12, 13 or 26
    "raw_codes": False,   # whether bootstrap returns its actual error codes instead of always 5
    "teardown": 2,        # the minimum number of prints that show an agent after bootout
    "spawn_delay": 0,     # the delay in seconds before the program starts
    "rival": "",          # another program loads the agent first, from this path; PATH means the same path
    "answers": [],        # answers to the next calls of a verb: [verb, exit code, output]
    "domains": {"gui": {}, "user": {}},
    "disabled": {},
}

ESCAPES = {code: f"\\u{code:04x}" for code in (*range(32), ord('"'), ord("\\"))}


def to_json(value):
    """Writes JSON that is also a Python expression, except for its three constants."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{to_json(key)}: {to_json(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(to_json, value)) + "]"
    if isinstance(value, str):
        return '"' + value.translate(ESCAPES) + '"'
    return {"True": "true", "False": "false", "None": "null"}.get(repr(value), repr(value))


def from_json(text):
    """Reads what to_json wrote. The module json takes as long to import as Python to start."""
    return eval(text, {"true": True, "false": False, "null": None})


class State(dict):
    """The state, which is locked while it is open."""

    def __enter__(self):
        self.folder = os.environ["LAUNCHD_STANDIN"]
        os.makedirs(self.folder, exist_ok=True)
        self.lock = open(os.path.join(self.folder, "lock"), "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        try:
            with open(self.path, encoding="utf-8") as file:
                self.update(from_json(file.read()))
        except FileNotFoundError:
            self.update(from_json(to_json(FRESH)))
        return self

    def __exit__(self, *_):
        self.save()
        self.lock.close()

    @property
    def path(self):
        return os.path.join(self.folder, "state.json")

    def save(self):
        with open(self.path + ".new", "w", encoding="utf-8") as file:
            file.write(to_json(self))
        os.replace(self.path + ".new", self.path)

    def log(self, argv):
        with open(os.path.join(self.folder, "calls.jsonl"), "a", encoding="utf-8") as file:
            file.write(to_json(argv) + "\n")

    def job(self, domain, label):
        return self["domains"].get(domain, {}).get(label)
