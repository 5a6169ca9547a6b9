"""Loads agents like launchd, and runs their programs."""
import os
import pwd
import stat
import time

from launchd_state import State

EX_CONFIG = "78: EX_CONFIG"


def examine(state, domain, path):
    """Checks whether a plist can be loaded into a domain. Returns (code, label, plist), with code 0 if it can."""
    import plistlib

    try:
        info = os.lstat(path)
        with open(path, "rb") as file:
            plist = plistlib.load(file, fmt=plistlib.FMT_XML)
        label = plist["Label"]
    except FileNotFoundError:
        return 2, None, None
    except Exception:  # any parse error
        return 109, None, None
    if not stat.S_ISREG(info.st_mode) or info.st_uid != os.getuid() or info.st_mode & 0o022:
        return 122, label, None
    if state["disabled"].get(label):
        return 119, label, None
    if plist.get("LimitLoadToSessionType", "Aqua") != {"gui": "Aqua", "user": "Background"}[domain]:
        return 134, label, None
    if state.job(domain, label):
        return 37, label, None
    return 0, label, plist


def load(state, domain, label, path, plist):
    """Loads the current contents of a plist. Later changes to the file have no effect."""
    state["domains"][domain][label] = {
        "path": path, "plist": plist, "pid": None, "supervisor": None, "run": None, "stopping": False, "prints_left": 0,
        "runs": 0, "last_exit": "(never exited)", "last_status": "-",
    }
    if plist.get("RunAtLoad"):
        start(state, domain, label)


def start(state, domain, label):
    """Starts the program with a supervisor process that waits for its end."""
    job = state["domains"][domain][label]
    job["run"] = os.urandom(16).hex()
    job["runs"] += 1
    told, tell = os.pipe()
    supervisor = os.fork()
    if supervisor == 0:
        status = 1
        try:
            state.lock.close()
            os.close(told)
            supervise(domain, label, job, tell, state["spawn_delay"])
            status = 0
        finally:
            os._exit(status)
    os.close(tell)
    with os.fdopen(told) as pipe:
        pid = int(pipe.read() or 0)
    if pid:
        job["pid"], job["supervisor"] = pid, supervisor
    else:
        job["last_exit"], job["last_status"] = EX_CONFIG, "78"


def supervise(domain, label, job, tell, delay):
    import signal

    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    program = spawn(label, job["plist"], delay)
    if program is None:
        return
    signal.signal(signal.SIGTERM, lambda *_: end(program, job["plist"].get("ExitTimeOut", 20)))
    os.write(tell, str(program.pid).encode())
    os.close(tell)
    code = program.wait()
    try:
        os.killpg(program.pid, signal.SIGKILL)  # AbandonProcessGroup is false
    except ProcessLookupError:
        pass
    with State() as state:
        now = state.job(domain, label)
        if now and now["run"] == job["run"]:
            now["pid"] = now["supervisor"] = None
            now["last_exit"] = str(code) if code >= 0 else f"signal {-code}"
            now["last_status"] = str(code)


def end(program, patience):
    import signal

    program.send_signal(signal.SIGTERM)
    signal.signal(signal.SIGALRM, lambda *_: program.kill())
    signal.alarm(patience)


def spawn(label, plist, delay):
    """Starts the program with a minimal environment and that of its plist. Returns None if it cannot be started."""
    import subprocess

    user = pwd.getpwuid(os.getuid())
    environment = {"HOME": os.environ["HOME"], "USER": user.pw_name, "LOGNAME": user.pw_name, "SHELL": "/bin/sh", "TMPDIR": "/tmp",
                   "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "XPC_SERVICE_NAME": label, **plist.get("EnvironmentVariables", {})}
    arguments = plist["ProgramArguments"]
    # The delay is in the program, not in the supervisor, so that the caller gets the PID immediately.
    command = ["/bin/sh", "-c", 'sleep "$0"; exec "$@"', str(delay), *arguments] if delay else arguments
    try:
        output, errors = (open(plist.get(key, os.devnull), "ab", buffering=0) for key in ("StandardOutPath", "StandardErrorPath"))
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors, cwd="/", env=environment, start_new_session=True,
                                preexec_fn=lambda: (os.umask(0o022), os.nice(plist.get("Nice", 0))))
    except OSError:
        return None


def stop(state, job):
    """Unloads an agent. A running agent gets SIGTERM and is unloaded later."""
    job["stopping"] = True
    job["prints_left"] = state["teardown"]
    if job["supervisor"]:
        import signal

        os.kill(job["supervisor"], signal.SIGTERM)


def end_domain(state, domain):
    """Ends a session: stops all its agents and removes the domain."""
    running = [job["pid"] for job in state["domains"][domain].values() if job["pid"]]
    for job in state["domains"].pop(domain).values():
        stop(state, job)
    while any(is_alive(pid) for pid in running):
        time.sleep(0.05)


def begin_domain(state, domain):
    """Starts a session: loads all valid plists from ~/Library/LaunchAgents."""
    state["domains"][domain] = {}
    folder = os.path.expanduser("~/Library/LaunchAgents")
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        code, label, plist = examine(state, domain, path)
        if name.endswith(".plist") and not code:
            load(state, domain, label, path, plist)


def is_alive(pid):
    try:
        os.kill(pid, 0)
        return True
    except ProcessLookupError:
        return False
