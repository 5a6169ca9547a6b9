"""The commands of the stand-in for launchctl. README.md describes what it reproduces."""
import os
import sys

import launchd_jobs as jobs
import launchd_print as printing
from launchd_state import OLD, State

NO_BETTER = "Try re-running the command as root for richer errors."
REASONS = {2: "No such file or directory", 5: "Input/output error", 36: "Operation now in progress", 37: "Operation already in progress",
           109: "Invalid property list", 119: "Service is disabled", 122: "Path had bad ownership/permissions",
           125: "Domain does not support specified action", 134: "Service cannot load in requested session"}


class Failure(Exception):
    """An exit code and the lines for standard error."""

    def __init__(self, code, *lines):
        super().__init__(code)
        self.code, self.lines = code, lines


def domain_failed(verb, code):
    return Failure(code, f"{verb} failed: {code}: {REASONS[code]}")


def bootstrap_failed(state, code):
    """Returns the failure that an ordinary user sees. It has the actual code only with raw_codes or an old profile."""
    code = code if state["raw_codes"] or (state["profile"] in OLD and code == 37) else 5
    return Failure(code, f"Bootstrap failed: {code}: {REASONS[code]}", *([NO_BETTER] if code == 5 else []))


def split_target(target, parts):
    """Parses `gui/501` or `gui/501/LABEL` and returns (domain, label)."""
    words = target.split("/", 2)
    if len(words) != parts or words[0] not in ("gui", "user") or not words[1].isdigit() or not all(words):
        raise Failure(64, "Unrecognized target specifier.")
    return words[0] if int(words[1]) == os.getuid() else None, words[-1]


def found_domain(state, target, parts=2):
    """Returns the domain and label for print, which has a separate error code for missing domains."""
    domain, label = split_target(target, parts)
    if domain is None or domain not in state["domains"]:
        kind, uid = target.split("/")[:2]
        raise Failure(112, f"Could not find domain for {'user gui' if kind == 'gui' else 'uid'}: {uid}")
    return domain, label


def no_service(state, domain, label):
    bad = ["Bad request."] if state["profile"] not in OLD else []
    return Failure(113, *bad, f'Could not find service "{label}" in domain for {"user gui" if domain == "gui" else "uid"}: {os.getuid()}')


def print_(state, target):
    if target.count("/") < 2:
        return printing.domain(state, found_domain(state, target)[0])
    domain, label = found_domain(state, target, 3)
    job = state.job(domain, label)
    if job and job["stopping"]:
        if job["pid"] is None and job["prints_left"] <= 0:
            del state["domains"][domain][label]
            job = None
        else:
            job["prints_left"] -= 1
    if job is None:
        raise no_service(state, domain, label)
    return printing.service(state, domain, label, job)


def print_disabled(state, target):
    found_domain(state, target)
    return printing.disabled(state)


def bootstrap(state, target, path):
    domain, _ = split_target(target, 2)
    if domain not in state["domains"]:
        raise domain_failed("Bootstrap", 125)
    code, label, plist = jobs.examine(state, domain, path)
    if state["rival"] and not code:
        jobs.load(state, domain, label, state["rival"].replace("PATH", path), plist)
        code = 37
    if code:
        raise bootstrap_failed(state, code)
    jobs.load(state, domain, label, path, plist)


def bootout(state, *words):
    if words[0] == "--wait":
        if state["profile"] != "26":
            raise Failure(64, "Unrecognized target specifier.")
        words = words[1:]
    if len(words) == 2 and words[1].startswith("/"):
        raise Failure(5, "Boot-out failed: 5: Input/output error", NO_BETTER)
    domain, label = split_target(words[0], 3)
    if domain not in state["domains"]:
        raise domain_failed("Boot-out", 125)
    job = state.job(domain, label)
    if job is None:
        raise Failure(3, "Boot-out failed: 3: No such process")
    if job["stopping"]:
        if state["profile"] == "10.14":
            raise domain_failed("Boot-out", 36)
        return
    jobs.stop(state, job)


def kickstart(state, *words):
    with_pid = "-p" in words
    domain, label = split_target(words[-1], 3)
    if domain not in state["domains"]:
        raise domain_failed("Kickstart", 125)
    job = state.job(domain, label)
    if job is None:
        raise no_service(state, domain, label)
    started = job["pid"] is None and not job["stopping"]
    if started:
        jobs.start(state, domain, label)
    return (f"{job['pid']}\n" if with_pid else ""), (0 if started else 37)


def kill(state, name, target):
    domain, label = found_domain(state, target, 3)
    job = state.job(domain, label)
    if job is None or job["pid"] is None:
        raise Failure(3, "Could not kill service: 3: No such process")
    import signal

    os.kill(job["pid"], getattr(signal, name if name.startswith("SIG") else f"SIG{name}"))


def enable(state, target):
    state["disabled"][split_target(target, 3)[1]] = False


def disable(state, target):
    state["disabled"][split_target(target, 3)[1]] = True


def stand_in(state, verb, *words):
    """Commands that only the stand-in has: they simulate events and set up tests."""
    match verb:
        case "fire":
            for domain in state["domains"]:
                if (job := state.job(domain, words[0])) and job["pid"] is None and not job["stopping"]:
                    jobs.start(state, domain, words[0])
        case "logout":
            jobs.end_domain(state, "gui")
        case "login":
            jobs.begin_domain(state, "gui")
        case "reboot":
            domains = list(state["domains"])
            for domain in domains:
                jobs.end_domain(state, domain)
            for domain in domains:
                jobs.begin_domain(state, domain)
        case "set":
            import json

            state[words[0]] = json.loads(words[1])
        case "fail":  # fail VERB CODE TIMES [STANDARD OUTPUT]
            state["answers"] += [[words[0], int(words[1]), words[3] if len(words) > 3 else ""]] * int(words[2])
        case _:
            raise Failure(64, f"the stand-in does not know {verb}")


VERBS = {"print": print_, "print-disabled": print_disabled, "bootstrap": bootstrap, "bootout": bootout, "kickstart": kickstart,
         "kill": kill, "enable": enable, "disable": disable, "stand-in": stand_in}


def run(state, argv):
    """Runs one call and returns its output and exit code."""
    for answer in state["answers"]:
        if argv[:1] == answer[:1]:
            state["answers"].remove(answer)
            if answer[1] == 0:
                return answer[2], 0
            raise Failure(answer[1], f"{argv[0].capitalize()} failed: {answer[1]}: {REASONS.get(answer[1], 'unknown')}")
    if argv[:1] == [] or argv[0] not in VERBS:
        raise Failure(64, f"Unrecognized subcommand: {' '.join(argv[:1])}")
    try:
        result = VERBS[argv[0]](state, *argv[1:])
    except TypeError:
        raise Failure(64, f"Usage: launchctl {argv[0]} ...") from None
    return result if isinstance(result, tuple) else (result or "", 0)


def main():
    with State() as state:
        if sys.argv[1:2] != ["stand-in"]:
            state.log(sys.argv[1:])
        try:
            output, code = run(state, sys.argv[1:])
        except Failure as failure:
            output, code = "", failure.code
            sys.stderr.writelines(f"{line}\n" for line in failure.lines)
    sys.stdout.write(output)
    sys.exit(code)
