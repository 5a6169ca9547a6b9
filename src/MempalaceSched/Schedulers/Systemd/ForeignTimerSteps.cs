using MempalaceSched.Changes;
using MempalaceSched.Import;
using MempalaceSched.Platform;

namespace MempalaceSched.Schedulers.Systemd;

/// <summary>
/// The steps that take timers of the user's own out of the way, before ours are written: stopped, their links and files gone. A copy of each file is
/// kept. disable(1) is not asked: of a unit that is a link it would delete the unit itself, and what it did could not be taken back to the byte.
/// </summary>
internal sealed class ForeignTimerSteps(StandardPaths paths, Func<string[], ProcessCommand> systemctl, string wayOut)
{
    /// <param name="adopted">What is to go, each with the name of the schedule that takes its place.</param>
    /// <param name="kept">Paths at which files of ours are about to be written.</param>
    public IEnumerable<ChangeStep> Before(
        IReadOnlyList<(string Name, ForeignJob Job)> adopted,
        IReadOnlySet<string> kept
    )
    {
        var active = adopted.Where(one => one.Job.IsActive).Select(one => one.Job.Handle).ToArray();
        if (active.Length > 0)
            yield return new RunCommand(
                systemctl(["stop", "--", .. active]),
                systemctl(["start", "--", .. active]),
                wayOut
            );

        // Undone before the timers are started again, and after the files are back.
        if (adopted.Count > 0)
            yield return new RunCommand(null, systemctl(["daemon-reload"]), wayOut);
        foreach (var (name, job) in adopted)
        {
            foreach (var link in job.Links)
                yield return new DeleteFile(link, "");
            foreach (var file in job.Files.Where(file => !kept.Contains(file)))
                yield return new SetAsideFile(file);
            foreach (
                var folder in job
                    .Files.Select(file => Path.GetDirectoryName(file)!)
                    .Where(folder => folder != paths.SystemdUnits)
                    .Distinct()
            )
                yield return new DeleteEmptyFolder(folder);
            if (kept.Contains(job.Files[0]))
                continue;
            // A run that is due and only waits for its random delay is not to be lost.
            yield return new MoveFile(Stamp(job.Handle), Stamp(SystemdUnits.Timer(name)));
            yield return new DeleteFile(Stamp(job.Handle), "");
        }
    }

    /// <summary>What is to be done when the manager has read the files again.</summary>
    public IEnumerable<ChangeStep> After(
        IReadOnlyList<(string Name, ForeignJob Job)> adopted,
        IReadOnlySet<string> kept
    )
    {
        var gone = adopted
            .SelectMany(one => one.Job.Files)
            .Where(file => !kept.Contains(file) && Path.GetDirectoryName(file) == paths.SystemdUnits)
            .Select(file => Path.GetFileName(file)!)
            .ToArray();
        if (gone.Length > 0)
            yield return new RunCommand(systemctl(["reset-failed", "--", .. gone]), null, wayOut) { MayFail = true };
    }

    private string Stamp(string timer) => Path.Combine(paths.SystemdStamps, $"stamp-{timer}");
}
