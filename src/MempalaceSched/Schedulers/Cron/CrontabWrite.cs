using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>
/// Writes a crontab if it has not changed since it was read. crontab(1) cannot do that, and it has no lock that others
/// take. Therefore there is a moment between the last comparison and the write in which the change of another program
/// would be lost. This class makes that moment as short as possible.
/// </summary>
internal sealed class CrontabWrite(CrontabProgram program)
{
    /// <summary>The exit code for "the crontab has changed", which no crontab(1) uses.</summary>
    public const int HasChanged = 75;

    /// <summary>Somewhat less than a pipe holds before somebody reads from it.</summary>
    private const int PipeCapacity = 60_000;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>
    /// $0 is crontab, $1 is a file with the crontab as it was; the rest are the arguments of the write.
    /// </summary>
    private const string CompareAndWrite = """
        before=$(cat "$1"; echo .); shift
        [ "$("$0" -l 2>/dev/null; echo .)" = "$before" ] || exit 75
        exec "$0" "$@"
        """;

    /// <summary>
    /// crontab is started before the comparison and gets the text through a pipe, up to somewhere in its last entry.
    /// That part is in the pipe before crontab starts, because an empty text would delete the crontab. After the
    /// comparison, only the rest has to be passed on. If a process dies in between, crontab has an incomplete text and
    /// rejects it; this is also how a write is called off. $2 and $3 are files with the two parts of the text, $4 is
    /// the name of the pipe, $5 is the spool folder and $6 a file that keeps its time. Users cannot read the spool, but
    /// its time changes: once when our crontab creates its temporary file there, and after that when another program
    /// writes. Two comparisons usually take longer than a tick of the clock behind these times, so a comparison sees a
    /// write in the same tick. The other files are read while crontab starts.
    /// </summary>
    private const string CompareAndComplete = """
        pipe=$4 spool=$5 seen=$6
        same() { [ "$("$0" -l 2>/dev/null; echo .)" = "$before" ]; }
        changed() { [ -n "$spool" ] && [ "$spool" -nt "$seen" ]; }
        mkfifo "$pipe" && exec 3<>"$pipe" && cat "$2" >&3 || exit 1
        "$0" - <"$pipe" 3<&- &
        if before=$(cat "$1" && echo .) && rest=$(cat "$3" && echo .); then off=; else off=1; fi
        tries=100
        until [ -z "$spool" ] || changed || [ $tries -eq 0 ]; do
            sleep 0.002 2>/dev/null || tries=1
            tries=$((tries - 1))
        done
        [ -z "$spool" ] || touch -r "$spool" "$seen"
        if [ -z "$off" ] && { ! same || ! same || changed; }; then off=75; fi
        [ -n "$off" ] || printf %s "${rest%.}" >&3 || off=1
        exec 3<&-
        wait $!
        exit ${off:-$?}
        """;

    /// <summary>Prepares the command and the files that it needs.</summary>
    /// <param name="before">The crontab as it was read.</param>
    /// <param name="after">The new crontab; empty to delete it.</param>
    /// <param name="stem">The common beginning of the file names.</param>
    public ProcessCommand Prepare(string before, string after, string stem)
    {
        var (old, next, rest) = (stem + ".old", stem + ".new", stem + ".rest");
        var cut = program.RejectsIncompleteEntries ? PositionInLastEntry(after) : 0;
        FileState.CreateTemporary(old, RawText.Bytes(before), Private);
        if (cut > 0)
        {
            FileState.CreateTemporary(next, RawText.Bytes(after[..cut]), Private);
            FileState.CreateTemporary(rest, RawText.Bytes(after[cut..]), Private);
            if (program.Spool is { } spool)
                KeepTime(spool, stem + ".seen");
            string[] arguments = [old, next, rest, stem + ".pipe", program.Spool ?? "", stem + ".seen"];
            return new ProcessCommand("/bin/sh", ["-c", CompareAndComplete, program.Path, .. arguments]);
        }
        FileState.CreateTemporary(next, RawText.Bytes(after), Private);
        // From a file and not through a pipe: if the writer died halfway, half a crontab would be installed.
        var how = after.Length == 0 ? "-r" : next;
        return new ProcessCommand("/bin/sh", "-c", CompareAndWrite, program.Path, old, how);
    }

    /// <summary>
    /// Creates a file with the time of a folder, rounded up, because .NET cuts off the last digits of a time and the
    /// folder would look newer.
    /// </summary>
    private static void KeepTime(string folder, string file)
    {
        FileState.CreateTemporary(file, [], Private);
        File.SetLastWriteTimeUtc(file, Directory.GetLastWriteTimeUtc(folder).AddTicks(1));
    }

    /// <summary>
    /// Where to split the text: after the first character of its last entry. 0 when there is no entry, when the text is
    /// longer than a pipe holds, or when sh cannot hold the rest in a variable.
    /// </summary>
    private static int PositionInLastEntry(string text)
    {
        if (text.Length > PipeCapacity || !text.EndsWith('\n'))
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
