using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Runs;
using MempalaceSched.Schedulers;
using MempalaceSched.Schedules;
using MempalaceSched.Templates;
using MempalaceSched.UseCases;

namespace MempalaceSched.Report;

/// <summary>Writes a report about schedules to a file, and opens it.</summary>
internal sealed class WriteReport(Services services)
{
    /// <summary>
    /// The default name. The file is not hidden, because browsers that are installed as snaps cannot open hidden files.
    /// </summary>
    public const string FileName = "mempalace-schedules.html";

    /// <summary>How many runs of a schedule the report reads to find the last success.</summary>
    private const int MaximumRuns = 500;

    private static readonly TimeSpan OpenTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The file of a report: the given file, or the default name in the given or current folder.</summary>
    public string PathFor(string? given, string currentFolder)
    {
        var path = AbsolutePath.From(
            string.IsNullOrEmpty(given) ? FileName : given,
            services.Environment.Home,
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
        var schedules = await new ReadSchedules(services).ReadAsync(definitions, cancellation).ConfigureAwait(false);
        var reported = schedules.Zip(
            definitions,
            (schedule, definition) => new ReportedSchedule(schedule, definition.Recurrence, RunsOf(definition.Name))
        );
        return ReportPage.Render(
            ReportModel.From(
                new ReportInput([.. reported], DateTimeOffset.Now, SystemTime.Instance.LocalTimeZone, days)
            ),
            new TemplateSource(services.Paths.Templates)
        );
    }

    /// <summary>Writes the page. An existing report is overwritten; any other file is kept.</summary>
    /// <exception cref="MempalaceException"><c>ReportExists</c>, <c>FileFailed</c>.</exception>
    public async Task WriteAsync(string path, string page, bool force, CancellationToken cancellation)
    {
        var write = new WriteFile(path, page, FileModes.Private, ReportPage.Mark);
        if (!force && FileState.Read(path) is { } text && !text.Contains(write.Mark, StringComparison.Ordinal))
            throw Error.ReportExists(path);
        await services.NewRunner().ApplyAsync(new ChangePlan([write]), null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Opens the page in the user's browser, without waiting for the browser to end.</summary>
    /// <exception cref="MempalaceException"><c>ReportNotOpened</c>.</exception>
    public async Task OpenAsync(string path)
    {
        var opener = services.Environment.Platform == PlatformKind.MacOS ? "open" : "xdg-open";
        // Some openers become the browser. Its output must not go to a pipe that breaks when this process ends.
        var opening = services.Processes.RunGentlyAsync(
            new ProcessCommand("/bin/sh", "-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", opener, path)
            {
                KeepsLocale = true,
            },
            CancellationToken.None
        );
        if (await Task.WhenAny(opening, Task.Delay(OpenTimeout)).ConfigureAwait(false) != opening)
            return;
        var result = await opening.ConfigureAwait(false);
        if (result.ExitCode != 0)
            throw Error.ReportNotOpened(path, opener, result.ExitCode);
    }

    /// <summary>
    /// The runs of a schedule, newest first. <see cref="ReadSchedules"/> has already warned about an unreadable
    /// history.
    /// </summary>
    private List<MineRun> RunsOf(string name)
    {
        try
        {
            return [.. BusyTries.Fold(services.History.Read(name)).Take(MaximumRuns)];
        }
        catch (MempalaceException)
        {
            return [];
        }
    }
}
