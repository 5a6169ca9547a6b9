"""What launchd would know, kept in the folder $LAUNCHD_STANDIN between two calls."""
import fcntl
import json
import os

# macOS 10.14 and 12 tell more of their reasons than later ones.
OLD = ("10.14", "12")

FRESH = {
    "profile": "13",      # which macOS: 10.14, 12, 13 or 26
    "raw_codes": False,   # whether bootstrap tells its real reasons and not always 5
    "teardown": 2,        # how many prints show an agent after its bootout, at the least
    "spawn_delay": 0,     # seconds from a start to the program
    "rival": "",          # somebody else is always faster, and loads what is bootstrapped from this path; PATH means the same
    "answers": [],        # answers to the next calls of a verb: [verb, exit code, output]
    "domains": {"gui": {}, "user": {}},
    "disabled": {},
}


class State(dict):
    """The state, under a lock for as long as it is open."""

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
