using System.Globalization;
using MempalaceSched.Mempalace;
using MempalaceSched.Platform;
using MempalaceSched.Runs;

namespace MempalaceSched.Health;

/// <summary>Whether the session store exists and can be read.</summary>
internal sealed class StoreCheck : IHostCheck
{
    /// <summary>
    /// Matches the pattern as the launcher does. The exit code is 0 if a match is readable, 1 if there is no match, and
    /// 2 if no match is readable.
    /// </summary>
    private const string Match = """
        code=1
        for match in "$1"/$2; do
            if [ -r "$match" ]; then exit 0; fi
            [ ! -e "$match" ] || code=2
        done
        exit $code
        """;

    public string Name => "store";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (subject.Definition.Store is not { } store)
            return Verdict.Skip("Only the custom command knows where its sessions are.");
        var path = store.WithPattern();
        var source = SourceCatalog.For(subject.Definition.Source).Title;
        return await SearchAsync(subject, store, cancellation).ConfigureAwait(false) switch
        {
            0 => await CheckFormatAsync(subject, store, cancellation).ConfigureAwait(false)
                ?? Verdict.Pass($"'{path}' can be read."),
            1 when subject.Schedule.Health == ScheduleHealth.StoreMissing => Verdict.Fail(
                subject.Schedule.HealthDetail,
                ""
            ),
            1 => Verdict.Warn(
                $"'{path}' does not exist or is in a folder that you cannot open, so runs are skipped.",
                $"If you will use {source} before the next run, there is nothing to do. If its sessions are in another "
                    + "folder, set the environment variables of that folder, and then run Get-MempalaceSchedule "
                    + $"{subject.Definition.Name} | Install-MempalaceSchedule."
            ),
            _ => Verdict.Fail($"'{path}' cannot be read.", "Check its owner and mode."),
        };
    }

    /// <summary>A warning, if the installed release does not know the format of the sessions.</summary>
    private static async Task<Verdict?> CheckFormatAsync(
        CheckSubject subject,
        SessionStore store,
        CancellationToken cancellation
    )
    {
        if (subject.Definition.Source != MineSource.Gemini)
            return null;
        var release = await PalaceLocationCheck.ReleaseAsync(subject, cancellation).ConfigureAwait(false);
        return GeminiFormat.Check(release, store) is { } problem
            ? Verdict.Warn(problem.Problem, problem.Recommendation)
            : null;
    }

    private static async Task<int> SearchAsync(CheckSubject subject, SessionStore store, CancellationToken cancellation)
    {
        if (store.Pattern is not { } pattern)
            return !Path.Exists(store.Path) ? 1
                : FileAccessRight.CanRead(store.Path) ? 0
                : 2;
        var result = await subject.AsLauncherAsync(Match, cancellation, store.Path, pattern).ConfigureAwait(false);
        return result.ExitCode;
    }
}

/// <summary>Whether the palace is writable or can be created.</summary>
internal sealed class PalaceCheck : IHostCheck
{
    public string Name => "palace";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var palace = subject.Definition.Palace;
        var folder = CheckSubject.NearestFolder(palace);
        var exists = folder == palace;
        return Task.FromResult(
            !exists && Path.Exists(palace)
                ? Verdict.Fail(
                    $"'{palace}' is not a folder.",
                    $"Specify another palace: Set-MempalaceSchedule {subject.Name} -Palace PATH"
                )
            : !FileAccessRight.CanWrite(folder)
                ? Verdict.Fail(
                    $"'{folder}' is not writable{(exists ? "" : $", so '{palace}' cannot be created")}.",
                    "Check its owner and mode, and whether its disk is mounted read-only."
                )
            : exists ? Verdict.Pass($"'{palace}' is writable.")
            : subject.Schedule.LastOutcome is { } outcome && Outcomes.IsSuccess(outcome)
                ? Verdict.Warn(
                    $"'{palace}' does not exist, although the last run has used it.",
                    "If you moved it, let the schedule use it where it is now: "
                        + $"Set-MempalaceSchedule {subject.Name} -Palace auto"
                )
            : Verdict.Pass($"'{palace}' does not exist yet. It can be created.")
        );
    }
}

/// <summary>
/// Whether the disk of the palace has enough free space. A repair of the palace creates a second palace beside the
/// first, so it needs as much space as the palace has.
/// </summary>
internal sealed class DiskCheck : IHostCheck
{
    internal const long Gibibyte = 1024 * Mebibyte;

    private const long Mebibyte = 1 << 20,
        MinimumForRun = 100 * Mebibyte;

    public string Name => "disk";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var free = new DriveInfo(CheckSubject.NearestFolder(subject.Definition.Palace)).AvailableFreeSpace;
        var size = SizeOf(subject.Definition.Palace, cancellation);
        return Task.FromResult(Judge(free, size));
    }

    internal static Verdict Judge(long free, long size)
    {
        var found = $"The disk of the palace has {Text(free)} of free space. The size of the palace is {Text(size)}.";
        const string Fix = "Free up space on that disk, or move the palace to another one.";
        return free < MinimumForRun ? Verdict.Fail(found, Fix)
            : free < Math.Max(Gibibyte, size) ? Verdict.Warn(found, Fix)
            : Verdict.Pass(found);
    }

    /// <summary>The size of all files in a folder, in bytes.</summary>
    internal static long SizeOf(string folder, CancellationToken cancellation)
    {
        var all = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        };
        if (!Directory.Exists(folder))
            return 0;
        long size = 0;
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", all))
        {
            cancellation.ThrowIfCancellationRequested();
            if (file.Exists)
                size += file.Length;
        }
        return size;
    }

    /// <summary>A size in MiB or GiB.</summary>
    internal static string Text(long bytes) =>
        bytes >= Gibibyte
            ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)Gibibyte:0.0} GiB")
            : string.Create(CultureInfo.InvariantCulture, $"{(bytes + Mebibyte - 1) / Mebibyte} MiB");
}
