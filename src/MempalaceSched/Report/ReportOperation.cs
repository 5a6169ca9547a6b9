using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using MempalaceSched.UseCases;

namespace MempalaceSched.Report;

/// <summary>Makes a report of schedules, puts it into a file, and opens it.</summary>
internal sealed class ReportOperation(Workbench bench)
{
    /// <summary>How a report is called that is not given a name: a plain one in a plain folder, since browsers from a snap may open no hidden ones.</summary>
    public const string FileName = "mempalace-schedules.html";

    /// <summary>How far back the last success is looked for.</summary>
    private const int Looked = 500;

    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite; // reasons quote private talk

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>The file of a report: as it was said, in the folder that was said, or in this one.</summary>
    public string PathOf(string? said, string currentFolder)
    {
        var path = PalaceLocation.Absolute(
            string.IsNullOrEmpty(said) ? FileName : said,
            bench.Environment.Home,
            currentFolder
        );
        return Directory.Exists(path) ? Path.Combine(path, FileName) : path;
    }

    /// <summary>The page about these schedules.</summary>
    public async Task<string> RenderAsync(
        IReadOnlyList<ScheduleDefinition> definitions,
        int days,
        CancellationToken cancellation
    )
    {
        var schedules = await bench.Reader.ReadAsync(definitions, cancellation).ConfigureAwait(false);
        var reported = schedules.Zip(
            definitions,
            (schedule, definition) => new ReportedSchedule(schedule, definition.Recurrence, RunsOf(definition.Name))
        );
        return ReportPage.Render(
            ReportModel.Of(new ReportInput([.. reported], DateTimeOffset.Now, SystemTime.Instance.LocalTimeZone, days)),
            new TemplateSource(bench.Paths.Templates)
        );
    }

    /// <summary>Writes the page.</summary>
    /// <exception cref="MempalaceException"><c>ReportExists</c> where somebody else's file is in the way; <c>FileFailed</c>.</exception>
    public async Task WriteAsync(string path, string page, bool force, CancellationToken cancellation)
    {
        var write = new WriteFile(path, page, Private, ReportPage.Mark);
        if (!force && FileState.Read(path) is { } text && !text.Contains(write.Mark, StringComparison.Ordinal))
            throw Fault.ReportExists(path);
        await bench.NewRunner().ApplyAsync(new ChangePlan([write]), null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens the page in the browser of this user, which is not waited for.</summary>
    /// <exception cref="MempalaceException"><c>ReportNotOpened</c>.</exception>
    public async Task OpenAsync(string path)
    {
        var opener = bench.Environment.Platform == PlatformKind.MacOS ? "open" : "xdg-open";
        // Some openers become the browser: its output would go to a pipe that nobody reads once we have ended.
        var opening = bench.Processes.RunGentlyAsync(
            new ProcessCommand("/bin/sh", "-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", opener, path)
            {
                KeepsLocale = true,
            },
            CancellationToken.None
        );
        if (await Task.WhenAny(opening, Task.Delay(Patience)).ConfigureAwait(false) != opening)
            return;
        var result = await opening.ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Fault.ReportNotOpened(path, opener, result.ExitCode);
    }

    /// <summary>The runs of a schedule, the newest first. A history that cannot be read is no reason to hide the schedule; its reader has said so.</summary>
    private List<MineRun> RunsOf(string name)
    {
        try
        {
            return [.. bench.History.Read(name).Take(Looked)];
        }
        catch (MempalaceException)
        {
            return [];
        }
    }
}
