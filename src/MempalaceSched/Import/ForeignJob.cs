using System.Text.RegularExpressions;

namespace MempalaceSched.Import;

/// <summary>A job of a scheduler that mines into mempalace and does not belong to this module.</summary>
internal sealed partial record ForeignJob
{
    /// <summary>
    /// The path of the launchers of this module. A job that calls one of them does not call the mempalace toolkit,
    /// although the launcher can have the same name as a program of the toolkit.
    /// </summary>
    private const string OwnLaunchers = "mempalace-sched/bin/mempalace-";

    /// <summary>
    /// The name of the job: a unit or a label. A crontab line has no name, so it has the name of the schedule that
    /// would replace it.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>Where the job is defined, for messages: a file or a line of the crontab.</summary>
    public required string Place { get; init; }

    /// <summary>What the job does; null if it was not understood.</summary>
    public AdoptedJob? Job { get; init; }

    /// <summary>Why the job was not understood, as the end of a sentence; null if it was understood.</summary>
    public string? Reason { get; init; }

    /// <summary>How the scheduler identifies the job: the timer, the label, or the unchanged line.</summary>
    public required string Handle { get; init; }

    /// <summary>The files of the job.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>The symbolic links that enable the job.</summary>
    public IReadOnlyList<string> Links { get; init; } = [];

    /// <summary>Whether the scheduler has loaded the job.</summary>
    public bool IsActive { get; init; }

    /// <summary>
    /// Whether a text contains a command that mines into mempalace. Every such job is either adopted or reported.
    /// </summary>
    public static bool IsMiningText(string text) =>
        MiningCommand().IsMatch(text.Replace(OwnLaunchers, "", StringComparison.Ordinal));

    /// <summary>Sets <see cref="Job"/> to the result of a reader, or <see cref="Reason"/> if it throws.</summary>
    public ForeignJob With(Func<AdoptedJob> read)
    {
        try
        {
            return this with { Job = read() };
        }
        catch (NotUnderstoodException e)
        {
            return this with { Reason = e.Message };
        }
    }

    [GeneratedRegex(@"mempalace-(pi-)?session(?![\w.-])|\bmempalace\b[^\n]*\bmine\b", RegexOptions.CultureInvariant)]
    private static partial Regex MiningCommand();
}

/// <summary>
/// A job that was made by hand is not understood with certainty. Such a job is left alone, because a wrong guess would
/// replace it with a schedule that does something else.
/// </summary>
/// <param name="reason">What was not understood, as the end of a sentence, without a period.</param>
internal sealed class NotUnderstoodException(string reason) : Exception(reason);
