using System.Text.RegularExpressions;

namespace MempalaceSched.Mempalace;

/// <summary>A release of mempalace, as <c>mempalace --version</c> prints it.</summary>
/// <param name="Text">The version with its suffix, for example <c>3.7.1+oc.1</c>.</param>
/// <param name="Number">The version without a suffix.</param>
internal sealed partial record MempalaceRelease(string Text, Version Number)
{
    /// <summary>The first release that follows the XDG folders.</summary>
    public static readonly Version XdgFolders = new(3, 10, 0);

    /// <summary>The first release that expands <c>~</c> in <c>palace_path</c> of its configuration.</summary>
    public static readonly Version ExpandsConfiguredHome = new(3, 6, 0);

    /// <summary>The first release that reads the sessions of pi without a wrapper.</summary>
    public static readonly Version ReadsPi = new(3, 5, 0);

    /// <summary>The last release that files the current format of Gemini CLI as raw JSON.</summary>
    public static readonly Version LastWithoutCurrentGemini = new(3, 7, 1);

    /// <summary>The release in an output or in a definition; null if the text contains no version.</summary>
    public static MempalaceRelease? Parse(string? text)
    {
        var match = Grammar().Match(text ?? "");
        return match.Success && Version.TryParse(match.Groups["number"].Value, out var number)
            ? new MempalaceRelease(match.Groups["text"].Value, Normal(number))
            : null;
    }

    /// <summary>Whether this is the given release or a later one.</summary>
    public bool IsAtLeast(Version version) => Number >= version;

    /// <summary>A version with three parts, so that 3.10 equals 3.10.0.</summary>
    private static Version Normal(Version version) => new(version.Major, version.Minor, Math.Max(0, version.Build));

    [GeneratedRegex(
        @"^(mempalace\s+)?v?(?<text>(?<number>[0-9]{1,6}\.[0-9]{1,6}(\.[0-9]{1,6})?)[0-9A-Za-z.+_-]{0,60})\s*$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Multiline
    )]
    private static partial Regex Grammar();
}
