namespace MempalaceSched.Import;

/// <summary>The options of the small programs that stand before a command.</summary>
internal static class Options
{
    /// <summary>Where the options of a program end.</summary>
    /// <param name="words">The program and its words.</param>
    /// <param name="valued">The letters of those options that take a value.</param>
    public static int After(IReadOnlyList<string> words, string valued)
    {
        var at = 1;
        while (at < words.Count && words[at] is ['-', _, ..] word)
        {
            at++;
            if (word == "--")
                break;
            if (word.StartsWith("--", StringComparison.Ordinal))
                continue; // --name, or --name=value
            if (valued.Contains(word[^1]) && word.Length == 2)
                at++;
        }
        return at;
    }
}
