"""The output of `launchctl print`: indented with tabs, with blocks that reuse the names of outer fields."""
import os

from launchd_state import OLD

RANGES = {"Minute": (0, 59), "Hour": (0, 23), "Day": (1, 31), "Weekday": (0, 7), "Month": (1, 12)}


def block(name, lines, depth=1):
    tabs = "\t" * depth
    return [f"{tabs}{name} = {{", *(f"{tabs}\t{line}" for line in lines), f"{tabs}}}", ""]


def service(state, domain, label, job):
    plist, old = job["plist"], state["profile"] == "10.14"
    lines = [
        f"{label} = {{" if old else f"{domain}/{os.getuid()}/{label} = {{",
        f"\tactive count = {1 if job['pid'] else 0}",
        f"\tpath = {job['path']}",
        *([] if old else ["\ttype = LaunchAgent"]),
        f"\tstate = {state_of(job, old)}",
        "",
        f"\tprogram = {plist['ProgramArguments'][0]}",
        *block("arguments", plist["ProgramArguments"]),
        f"\tstdout path = {plist.get('StandardOutPath')}",
        f"\tstderr path = {plist.get('StandardErrorPath')}",
        *block("inherited environment", ["SSH_AUTH_SOCK => /private/tmp/listeners", "state = running"]),
        *block("environment", [f"{name} => {value}" for name, value in plist.get("EnvironmentVariables", {}).items()]),
        f"\tdomain = {domain}/{os.getuid()} [100024]",
        "\tminimum runtime = 10",
        f"\texit timeout = {plist.get('ExitTimeOut', 5)}",
        f"\truns = {job['runs']}",
        *([f"\tpid = {job['pid']}"] if job["pid"] else []),
        last_exit(job["last_exit"]),
        "",
        *triggers(label, plist),
        *block("resource coalition", ["ID = 1039", "type = resource", "state = active", "active count = 1"]),
        "\tspawn type = daemon (3)",
        *(block("properties", [f"runatload = {1 if plist.get('RunAtLoad') else 0}", "state = active"]) if old else
          [f"\tproperties = {'runatload | ' if plist.get('RunAtLoad') else ''}inferred program"]),
        "}",
    ]
    return "\n".join(lines) + "\n"


def state_of(job, old):
    if job["stopping"]:
        return "SIGTERMed"
    return "running" if job["pid"] else "waiting" if old else "not running"


def last_exit(text):
    return f"\tlast terminating signal = Terminated: {text.split()[1]}" if text.startswith("signal") else f"\tlast exit code = {text}"


def triggers(label, plist):
    """Returns the calendar entries. Entries with a number out of range are silently dropped."""
    intervals = plist.get("StartCalendarInterval", [])
    intervals = intervals if isinstance(intervals, list) else [intervals]
    kept = [interval for interval in intervals if all(RANGES[key][0] <= value <= RANGES[key][1] for key, value in interval.items())]
    if not kept:
        return []
    lines = ["\tevent triggers = {"]
    for number, interval in enumerate(kept):
        lines += [f"\t\t{label}.{268435472 + number} => {{", "\t\t\tkeepalive = 0", f"\t\t\tservice = {label}", "\t\t\tstate = active",
                  "\t\t\tstream = com.apple.launchd.calendarinterval", "\t\t\tmonitor = com.apple.UserEventAgent-Aqua"]
        lines += block("descriptor", [f'"{key}" => {value}' for key, value in interval.items()], 3)[:-1]
        lines.append("\t\t}")
    return [*lines, "\t}", ""]


def domain(state, kind):
    agents = state["domains"][kind]
    services = ["       0      - \tcom.apple.mdworker", "     313      0 \tcom.apple.Finder", "       0  (pe) \tapplication.of somebody.else"]
    services += [f"{job['pid'] or 0:8} {job['last_status']:>6} \t{label}" for label, job in agents.items()]
    lines = [
        f"{kind}/{os.getuid()} = {{",
        f"\ttype = {kind}",
        "\thandle = 100024",
        f"\tactive count = {len(services) + 4}",
        f"\tservice count = {len(services)}",
        *block("environment", ["PATH => /usr/bin:/bin:/usr/sbin:/sbin"]),
        *block("services", services),
        *block("unmanaged processes", ["com.apple.xpc.launchd.unmanaged.loginwindow.163 = {", "\tactive count = 3", "\tstate = running", "}"]),
        *block("disabled services", disabled_lines(state)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def disabled(state):
    return "\n".join([*block("disabled services", disabled_lines(state))[:-1], "\tlogin item associations = {", "\t}"]) + "\n"


def disabled_lines(state):
    words = ("false", "true") if state["profile"] in OLD else ("enabled", "disabled")
    return [f'"{label}" => {words[is_disabled]}' for label, is_disabled in {"com.apple.ManagedClient.agent": True, **state["disabled"]}.items()]
