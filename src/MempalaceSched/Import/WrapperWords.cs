namespace MempalaceSched.Import;

/// <summary>Reads the arguments of a wrapper: those that are settings of a schedule, and all others as they are.</summary>
internal static class WrapperWords
{
    /// <summary>Flags of the wrappers that take a value.</summary>
    private static readonly string[] Valued = ["--session", "--since", "--min-messages"];

    /// <exception cref="NotUnderstoodException">With these arguments it does not mine, or not as a schedule can.</exception>
    public static AdoptedCommand Read(MineSource source, IReadOnlyList<string> program, IReadOnlyList<string> words)
    {
        string? wing = null;
        var repair = RepairMode.Default;
        var others = new List<string>();
        for (var at = 0; at < words.Count; at++)
        {
            switch (words[at])
            {
                case "--dry-run" or "--help" or "-h":
                    throw new NotUnderstoodException($"with '{words[at]}' it mines nothing");
                case "--wing" when at + 1 < words.Count:
                    wing = words[++at];
                    break;
                case "--repair" or "--no-repair" when repair != RepairMode.Default:
                    throw new NotUnderstoodException("it says twice whether to repair");
                case "--repair":
                    repair = RepairMode.Repair;
                    break;
                case "--no-repair":
                    repair = RepairMode.NoRepair;
                    break;
                case var word when word.StartsWith("--wing=", StringComparison.Ordinal):
                    wing = word["--wing=".Length..];
                    break;
                case var word when Valued.Contains(word) && at + 1 < words.Count:
                    others.AddRange([word, words[++at]]);
                    break;
                case var word:
                    others.Add(word);
                    break;
            }
        }
        if (wing is "")
            throw new NotUnderstoodException("its wing has no name");
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
