using MempalaceSched.Changes;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Cron;
using MempalaceSched.Tests.Cron;
using MempalaceSched.Tests.Support;

namespace MempalaceSched.SystemTests.Cron.StandIn;

/// <summary>
/// A stand-in for Debian's crontab(1). It keeps one crontab in a file, and can run a script after each
/// access.
/// </summary>
internal sealed class CrontabStandIn : IDisposable
{
    private readonly TempFolder folder = new();

    public CrontabStandIn(bool quiet = true, bool refusesUnended = true)
    {
        Directory.CreateDirectory(Spool);
        Program = folder.Program(
            "bin/crontab",
            $$"""
            #!/bin/sh
            cd '{{folder.Path}}' || exit 9
            echo "$*" >>calls
            [ ! -e denied ] || { echo 'You (robin) are not allowed to use this program (crontab)' >&2; exit 1; }
            case $1 in
                -l) [ ! -e broken ] || { echo 'crontab: Input/output error' >&2; exit 1; }
                    [ -e spool/robin ] || { echo 'no crontab for robin' >&2; exit 1; }
                    [ ! -e returns ] || { sed 's/\r/\\r/g' spool/robin; exit; }
                    cat spool/robin; [ ! -e after-read ] || . ./after-read ;;
                -r) rm spool/robin ;;
                -e) "$VISUAL" spool/robin; echo 'No modification made' >&2 ;;
                *) [ ! -e refuses ] || { echo "errors in crontab file, can't install." >&2; exit 1; }
                    if [ "$1" = - ]; then cat >spool/new; else cp "$1" spool/new; fi
                    [ '{{refusesUnended}}' = False ] || [ -z "$(tail -c 1 spool/new)" ] || tail -n 1 spool/new | grep -q '^ *#' || { echo 'missing newline before EOF' >&2; exit 1; }
                    mv spool/new spool/robin; [ ! -e after-write ] || . ./after-write ;;
            esac
            """
        );
        var home = Machine.With(folder["home"]);
        Paths = new StandardPaths(home);
        Context = new ChangeContext(home, Paths, new ProcessRunner(), new RecordedReports());
        Crontab = new CrontabProgram(Program, refusesUnended, Spool);
        if (quiet)
            Settle();
    }

    public StandardPaths Paths { get; }

    public string Program { get; }

    public ChangeContext Context { get; }

    public CrontabProgram Crontab { get; }

    public string Spool => folder["spool"];

    public byte[]? Bytes => File.Exists(folder["spool/robin"]) ? File.ReadAllBytes(folder["spool/robin"]) : null;

    public string? Text => Bytes is { } bytes ? System.Text.Encoding.Latin1.GetString(bytes) : null;

    public string[] Calls => File.Exists(folder["calls"]) ? File.ReadAllLines(folder["calls"]) : [];

    public string[] Backups =>
        Directory.Exists(Paths.Backups) ? [.. Directory.GetFiles(Paths.Backups).Order(StringComparer.Ordinal)] : [];

    /// <summary>The files in the state folder, without the backups.</summary>
    public string[] Leftovers => Directory.Exists(Paths.State) ? Directory.GetFiles(Paths.State) : [];

    public void Has(string raw)
    {
        File.WriteAllBytes(folder["spool/robin"], RawText.Bytes(raw));
        Settle();
    }

    /// <summary>
    /// Makes crontab fail (denied, broken, returns, refuses), or sets a shell script that runs after a read or a write
    /// (after-read, after-write).
    /// </summary>
    public void Set(string what, string script = "") => folder.Write(what, script);

    public void Clear(string what) => File.Delete(folder[what]);

    public Task InstallAsync(string name, int minute = 7) => DoAsync(StepFor(name, minute));

    /// <summary>Applies a step.</summary>
    public Task DoAsync(ChangeCrontab step) => step.ApplyAsync(Context, [], CancellationToken.None);

    /// <summary>Captures the undo of a step, applies the step, and returns the undo.</summary>
    public async Task<Func<Task>> DoWithUndoAsync(ChangeCrontab step)
    {
        var undo = await step.CaptureAsync(Context, CancellationToken.None);
        await DoAsync(step);
        return async () =>
        {
            foreach (var each in undo)
                await each.UndoAsync(Context);
        };
    }

    public ChangeCrontab StepFor(string name, int? minute) =>
        new(
            Crontab,
            new Dictionary<string, string?> { [name] = minute is { } some ? CrontabGen.Block(name, some) : null }
        );

    /// <summary>Sets the time of the spool to the past, as if nobody had written for a long time.</summary>
    public void Settle() => Directory.SetLastWriteTimeUtc(Spool, DateTime.UtcNow.AddDays(-1));

    public void Dispose() => folder.Dispose();
}
