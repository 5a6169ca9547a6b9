"""The state of launchd between calls, stored in the folder $LAUNCHD_STANDIN."""
import fcntl
import json
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


class State(dict):
    """The state, which is locked while it is open."""

    def __enter__(self):
        self.folder = os.environ["LAUNCHD_STANDIN"]
        os.makedirs(self.folder, exist_ok=True)
        self.lock = open(os.path.join(self.folder, "lock"), "w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        try:
            with open(self.path) as file:
                self.update(json.load(file))
        except FileNotFoundError:
            self.update(json.loads(json.dumps(FRESH)))
        return self

    def __exit__(self, *_):
        self.save()
        self.lock.close()

    @property
    def path(self):
        return os.path.join(self.folder, "state.json")

    def save(self):
        with open(self.path + ".new", "w") as file:
            json.dump(self, file, indent=1)
        os.replace(self.path + ".new", self.path)

    def log(self, argv):
        with open(os.path.join(self.folder, "calls.jsonl"), "a") as file:
            file.write(json.dumps(argv) + "\n")

    def job(self, domain, label):
        return self["domains"].get(domain, {}).get(label)
