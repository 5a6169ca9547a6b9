using MempalaceSched.Import.Shell;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.Tests.Import;

public class MineScriptTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["HOME"] = "/home/robin",
        ["CONTAINER"] = "devbox",
        ["CONTAINER_USER"] = "dev",
        ["WORDS"] = "a b",
        ["NOTHING"] = "",
    };

    [Theory]
    [InlineData("mempalace-session", "OpenCode: mempalace-session")]
    [InlineData("/opt/mempalace-pi-session # weekly", "Pi: /opt/mempalace-pi-session")]
    [InlineData(
        "~/.local/bin/mempalace-session >>$HOME/cron.log 2>&1",
        "OpenCode: /home/robin/.local/bin/mempalace-session"
    )]
    [InlineData(
        "\"$HOME\"/bin/mempalace-session >/dev/null 2>>~/'an error'.log </dev/null",
        "OpenCode: /home/robin/bin/mempalace-session"
    )]
    [InlineData("mempalace-session &>>log || true", "OpenCode: mempalace-session")]
    [InlineData("mempalace-session;", "OpenCode: mempalace-session")]
    [InlineData(
        "mempalace-session --since 2026-01-01 --wing 'my notes' --no-repair --min-messages=4",
        "OpenCode: mempalace-session | arguments --since 2026-01-01 --min-messages=4 | wing my notes | NoRepair"
    )]
    [InlineData(
        "mempalace-session --repair --wing=w --session --repair",
        "OpenCode: mempalace-session | arguments --session --repair | wing w | Repair"
    )]
    [InlineData(
        "A=1 env B='2 3' MEMPALACE_PATH=/p nice -n 10 ionice -c3 timeout -k 60 2h mempalace-pi-session",
        "Pi: mempalace-pi-session | with A=1 B=2 3 MEMPALACE_PATH=/p | limit 02:00:00"
    )]
    [InlineData(
        "export A=b; cd && mkdir -p ~/.cache/x && exec mempalace-session",
        "OpenCode: mempalace-session | with A=b"
    )]
    [InlineData("flock -n /tmp/x.lock mempalace-session", "OpenCode: mempalace-session")]
    [InlineData(
        "flock -w 5 -E 0 /tmp/x.lock /bin/sh -c 'mempalace-session --repair >>x'",
        "OpenCode: mempalace-session | Repair"
    )]
    [InlineData("sleep $((RANDOM % 1800)) && mempalace-session", "OpenCode: mempalace-session | delay 00:30:00")]
    [InlineData("[ -f ~/.local/share/opencode/opencode.db ] && mempalace-session", "OpenCode: mempalace-session")]
    [InlineData(
        "command -v mempalace-session >/dev/null 2>&1 || exit 0; mempalace-session",
        "OpenCode: mempalace-session"
    )]
    [InlineData(
        "docker exec -u dev devbox mempalace-session",
        "OpenCode: mempalace-session | in devbox as dev by docker"
    )]
    [InlineData(
        "docker exec --user=1000:1000 -i -e A=b --env=C=d devbox sh -c 'mempalace-pi-session --wing w'",
        "Pi: mempalace-pi-session | wing w | in devbox as 1000:1000 by docker | with A=b C=d"
    )]
    [InlineData(
        "CONTAINER=box; podman exec \"$CONTAINER\" mempalace-session",
        "OpenCode: mempalace-session | in box as  by podman"
    )]
    [InlineData(
        "docker ps --format '{{.Names}}' | grep -q \"^${CONTAINER}$\" && /usr/bin/docker exec -u$CONTAINER_USER ${CONTAINER:-x} mempalace-session >>l 2>&1",
        "OpenCode: mempalace-session | in devbox as dev by /usr/bin/docker"
    )]
    [InlineData(
        "if docker ps -q --filter name=^/?devbox$ | grep -q .; then docker exec devbox mempalace-session; fi",
        "left alone: its script contains the wildcard '?'"
    )]
    [InlineData(
        "if docker ps -q --filter 'name=^/?devbox$' | grep -q .; then docker exec devbox mempalace-session; fi",
        "OpenCode: mempalace-session | in devbox as  by docker"
    )]
    [InlineData(
        "docker exec ${NAME:-opencode-devbox} mempalace-session",
        "OpenCode: mempalace-session | in opencode-devbox as  by docker"
    )]
    [InlineData(
        "mempalace --palace /p mine ~/.claude/projects --mode convos --wing w --limit 5",
        "Claude: mempalace | arguments --limit 5 | palace /p | wing w"
    )]
    [InlineData("mempalace mine /home/robin/.codex/sessions/ --mode=convos", "Codex: mempalace")]
    [InlineData(
        "mempalace --palace=/p mine ~/notes --mode projects",
        "Custom: mempalace --palace=/p mine /home/robin/notes --mode projects | palace /p"
    )]
    [InlineData("mempalace mine ~/.claude/projects", "Custom: mempalace mine /home/robin/.claude/projects")]
    public void Similar_scripts_are_read(string text, string expected) => Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("mempalace-session && curl https://example.org/ping", "curl https://example.org/ping")]
    [InlineData("mempalace-session | logger -t mine", "piped to another program")]
    [InlineData("backup; mempalace-session", "'backup'")]
    [InlineData("mempalace-session &", "'&'")]
    [InlineData("mempalace-session --dry-run", "mines nothing")]
    [InlineData("mempalace-session --repair --no-repair", "twice")]
    [InlineData("mempalace-session --wing \"$WING\"", "$WING is unknown")]
    [InlineData("mempalace-session --wing $WORDS", "more than one word")]
    [InlineData("mempalace-session --since $(date -d yesterday +%F)", "'$('")]
    [InlineData("mempalace-session --since `date`", "command substitution")]
    [InlineData("mempalace-session --since *", "wildcard")]
    [InlineData("(mempalace-session)", "parentheses")]
    [InlineData("for x in 1 2; do mempalace-session; done", "'for'")]
    [InlineData("{ mempalace-session; }", "'{'")]
    [InlineData("mempalace-session <list", "input from 'list'")]
    [InlineData("mempalace-session <<X", "'<<'")]
    [InlineData("mempalace-session 'x", "not closed")]
    [InlineData("~paul/mempalace-session", "home folder of a named user")]
    [InlineData("bin/mempalace-session", "'bin/mempalace-session'")]
    [InlineData("bash -lc mempalace-session", "bash without -c")]
    [InlineData("sh run.sh mempalace-session", "sh without -c")]
    [InlineData("env -i mempalace-session", "options of env")]
    [InlineData("sleep 600; mempalace-session", "'sleep'")]
    [InlineData("mempalace-session --since $((RANDOM % 5))", "random")]
    [InlineData("test -f /etc/mine-now && mempalace-session", "'/etc/mine-now'")]
    [InlineData("test -x mempalace-session; mempalace-session", "not clear")]
    [InlineData("docker ps | grep -q other && docker exec devbox mempalace-session", "another container")]
    [InlineData("docker ps | grep -q devbox && mempalace-session", "another container")]
    [InlineData("docker run --rm image mempalace-session", "docker run")]
    [InlineData("docker exec -d devbox mempalace-session", "'-d'")]
    [InlineData("docker exec devbox ~/bin/mempalace-session --wing $HOSTNAME", "$HOSTNAME")]
    [InlineData("docker exec devbox sh -c '~/bin/mempalace-session'", "$HOME is unknown")]
    [InlineData("DOCKER_HOST=ssh://x docker exec devbox mempalace-session", "DOCKER_HOST")]
    [InlineData("mempalace repair && mempalace mine /x", "`mempalace repair`")]
    [InlineData("mempalace mine notes", "'notes'")]
    [InlineData("mempalace mine", "a folder to mine")]
    [InlineData("mempalace --palace p mine /x", "palace 'p'")]
    [InlineData("python3 -m mempalace mine /x", "'python3'")]
    public void An_unsupported_script_gets_a_reason(string text, string because)
    {
        var spoken = Read(text);
        Assert.StartsWith("left alone: ", spoken, StringComparison.Ordinal);
        Assert.Contains(because, spoken, StringComparison.Ordinal);
    }

    private static string Read(string text) =>
        Spoken.Of(() => new MiningScriptParser(Machine.With("/home/robin"), Variables).Parse(text));
}
