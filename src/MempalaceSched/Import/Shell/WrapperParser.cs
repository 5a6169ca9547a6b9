namespace MempalaceSched.Import.Shell;

/// <summary>
/// Reads the arguments of the mempalace toolkit's programs (<c>mempalace-session</c> and the like). Some of them become
/// settings of the schedule, and the others are passed on unchanged.
/// </summary>
internal static class WrapperParser
{
    /// <summary>Options that take a value.</summary>
    private static readonly string[] WithValue = ["--session", "--since", "--min-messages"];

    /// <summary>Reads a command line.</summary>
    /// <param name="source">The source that the program mines.</param>
    /// <param name="program">The program, as the command line names it.</param>
    /// <param name="words">Its arguments.</param>
    /// <exception cref="NotUnderstoodException">
    /// The program does not mine with these arguments, or a schedule cannot express them.
    /// </exception>
    public static AdoptedCommand Parse(MineSource source, IReadOnlyList<string> program, IReadOnlyList<string> words)
    {
        string? wing = null;
        var repair = RepairMode.Default;
        var others = new List<string>();
        for (var at = 0; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "--dry-run" or "--help" or "-h":
                    throw new NotUnderstoodException($"it mines nothing with '{words[at]}'");
                case "--wing" when at + 1 < words.Count:
                    wing = words[++at];
                    break;
                case "--repair" or "--no-repair" when repair != RepairMode.Default:
                    throw new NotUnderstoodException("it specifies --repair or --no-repair twice");
                case "--repair":
                    repair = RepairMode.Repair;
                    break;
                case "--no-repair":
                    repair = RepairMode.NoRepair;
                    break;
                case var word when word.StartsWith("--wing=", StringComparison.Ordinal):
                    wing = word["--wing=".Length..];
                    break;
                case var word when WithValue.Contains(word) && at + 1 < words.Count:
                    others.AddRange([word, words[++at]]);
                    break;
                case var word:
                    others.Add(word);
                    break;
            }
        }
        if (wing is "")
            throw new NotUnderstoodException("the name of its wing is empty");
        return new AdoptedCommand
        {
            Source = source,
            Command = program,
            Wing = wing,
            Repair = repair,
            ArgumentList = others,
        };
    }
}
