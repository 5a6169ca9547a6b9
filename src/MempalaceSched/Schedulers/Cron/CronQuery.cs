using MempalaceSched.Calendars;
using MempalaceSched.Changes;
using MempalaceSched.Errors;
using MempalaceSched.Schedules;

namespace MempalaceSched.Schedulers.Cron;

/// <summary>Reads the state of schedules from the crontab.</summary>
internal sealed class CronQuery(Crontab crontab, CronDaemon daemon, CronPlanner planner, TimeProvider time)
    : IScheduleQuery
{
    public async Task<IReadOnlyDictionary<string, LiveState>> QueryAsync(
        IReadOnlyCollection<ScheduleDefinition> definitions,
        CancellationToken cancellation
    )
    {
        var text = new CrontabText(await crontab.ReadAsync(cancellation).ConfigureAwait(false));
        var isRunning = daemon.IsRunning;
        return definitions.ToDictionary(definition => definition.Name, definition => Read(definition, text, isRunning));
    }

    public async Task<IReadOnlyList<MarkedArtefact>> FindArtefactsAsync(CancellationToken cancellation) =>
        [
            .. new CrontabText(await crontab.ReadAsync(cancellation).ConfigureAwait(false)).Blocks.Select(
                block => new MarkedArtefact(block.Key, "a block in the crontab", RawText.Show(block.Value.Text))
            ),
        ];

    public IReadOnlyList<string> Warnings() =>
        daemon.IsRunning ? [] : [$"The cron daemon is not running, so no schedule runs by itself. {daemon.StartIt}"];

    private LiveState Read(ScheduleDefinition definition, CrontabText text, bool isRunning)
    {
        if (!text.Blocks.TryGetValue(definition.Name, out var block))
            return definition.Enabled
                ? LiveState.Missing with
                {
                    Detail = "the crontab has no block with this name",
                }
                : new LiveState
                {
                    State = ScheduleState.Disabled,
                    Detail = "it is disabled, so the crontab has no block for it",
                };
        var (expected, difference) = Compare(block.Text, definition);
        return new LiveState
        {
            State = isRunning ? ScheduleState.Waiting : ScheduleState.NotRunning,
            IsAccepted = definition.Enabled && difference.Length == 0,
            NextRun = Occurrences.Next(definition.Recurrence, time.GetUtcNow(), time.LocalTimeZone),
            Detail = isRunning
                ? "its block is in the crontab"
                : "its block is in the crontab, but no cron daemon is running",
            Difference = difference,
            Diff =
                difference.Length == 0
                    ? ""
                    : UnifiedDiff.For("crontab", RawText.Show(block.Text), RawText.Show(expected)),
        };
    }

    /// <summary>The block that the definition requires, and how the one in the crontab differs from it.</summary>
    private (string Expected, string Difference) Compare(string text, ScheduleDefinition definition)
    {
        if (!definition.Enabled)
            return ("", "the schedule is disabled, but its block is in the crontab");
        try
        {
            var expected = planner.BlockFor(definition);
            return (expected, text == expected ? "" : "its block in the crontab was changed");
        }
        catch (MempalaceException error)
        {
            // The definition was edited by hand, and no crontab line can express it.
            return ("", error.Message.TrimEnd('.'));
        }
    }
}
