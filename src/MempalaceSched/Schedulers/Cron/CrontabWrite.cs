using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Writes a crontab if it still is what was read before. crontab(1) has no such thing, and no lock that others take, so between the last
/// comparison and the write there is a gap in which somebody else can write, and would lose it. It is made as small as it can be.
/// </summary>
/// <param name="program">crontab(1).</param>
/// <param name="refusesUnended">Whether it refuses a text that breaks off within an entry, as vixie and cronie do.</param>
/// <param name="spool">The folder of all crontabs; null when it is not known.</param>
internal sealed class CrontabWrite(string program, bool refusesUnended, string? spool)
{
    /// <summary>The exit code for "it has changed", which no crontab(1) has.</summary>
    public const int ChangedMeanwhile = 75;

    /// <summary>What a pipe takes without anybody reading, with something to spare.</summary>
    private const int PipeRoom = 60_000;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>$0 is crontab, $1 a file with the crontab as it was; the rest are the arguments that write.</summary>
    private const string Plainly = """
        before=$(cat "$1"; echo .); shift
        [ "$("$0" -l 2>/dev/null; echo .)" = "$before" ] || exit 75
        exec "$0" "$@"
        """;

    /// <summary>
    /// crontab is started and gets the text up to somewhere in its last entry, through a pipe, before the comparison: what is left to do
    /// after it is to hand over the rest. Whatever dies on the way, crontab then has a text that breaks off, and refuses it; that is also
    /// how a write is called off. $2 and $3 are files with the two parts of the text, $4 is the name for the pipe. $5 is the spool, which
    /// a user may not read but whose time of change is seen: once when our crontab has begun its own file there, and from then on when
    /// anybody else writes. $6 is a file to keep that time.
    /// </summary>
    private const string Held = """
        before=$(cat "$1"; echo .)
        rest=$(cat "$3"; echo .)
        rest=${rest%.}
        pipe=$4 spool=$5 seen=$6
        same() { [ "$("$0" -l 2>/dev/null; echo .)" = "$before" ]; }
        watch() { [ -z "$spool" ] || touch -r "$spool" "$seen"; }
        changed() { [ -n "$spool" ] && [ "$spool" -nt "$seen" ]; }
        same && watch || exit 75
        mkfifo "$pipe" && exec 3<>"$pipe" && cat "$2" >&3 || exit 1
        "$0" - <"$pipe" 3<&- &
        tries=100
        until [ -z "$spool" ] || changed || [ $tries -eq 0 ]; do
            sleep 0.002 2>/dev/null || tries=1
            tries=$((tries - 1))
        done
        watch
        if same && same && ! changed && printf %s "$rest" >&3; then off=; else off=1; fi
        exec 3<&-
        wait $!
        code=$?
        [ -z "$off" ] || exit 75
        exit $code
        """;

    /// <summary>Makes the command, and the files that it needs.</summary>
    /// <param name="before">The crontab as it was read.</param>
    /// <param name="after">The crontab as it is to be; empty for none.</param>
    /// <param name="stem">The beginning of the names of its files.</param>
    public (ProcessCommand Command, IReadOnlyList<string> Files) Prepare(string before, string after, string stem)
    {
        var (old, next, rest, pipe, seen) = (
            stem + ".old",
            stem + ".new",
            stem + ".rest",
            stem + ".pipe",
            stem + ".seen"
        );
        var cut = refusesUnended ? WithinLastEntry(after) : 0;
        FileState.Replace(old, RawText.Bytes(before), Private);
        if (cut > 0)
        {
            FileState.Replace(next, RawText.Bytes(after[..cut]), Private);
            FileState.Replace(rest, RawText.Bytes(after[cut..]), Private);
            return (
                new ProcessCommand("/bin/sh", "-c", Held, program, old, next, rest, pipe, spool ?? "", seen),
                [old, next, rest, pipe, seen]
            );
        }
        FileState.Replace(next, RawText.Bytes(after), Private);
        // From a file and not through an ordinary pipe: a writer that dies half-way would install half a crontab.
        var how = after.Length == 0 ? "-r" : next;
        return (new ProcessCommand("/bin/sh", "-c", Plainly, program, old, how), [old, next]);
    }

    /// <summary>
    /// Where to cut: after the first character of the last line that is an entry. 0 when there is none, when the text is more than a pipe
    /// takes, or when sh could not hold the rest.
    /// </summary>
    private static int WithinLastEntry(string text)
    {
        if (text.Length > PipeRoom || !text.EndsWith('\n'))
            return 0;
        for (var end = text.Length - 1; end >= 0; )
        {
            var start = end == 0 ? 0 : text.LastIndexOf('\n', end - 1) + 1;
            if (text[start] is '*' or '@' || char.IsAsciiDigit(text[start]))
                return text.AsSpan(start).Contains('\0') ? 0 : start + 1;
            end = start - 1;
        }
        return 0;
    }
}
