using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Launcher;

/// <summary>
/// The launcher: one POSIX sh program for all schedules of a user. It consists of a header and the unchanged files of
/// this folder in a fixed order. The header contains the version, and a checksum of everything that follows it.
/// </summary>
internal static partial class LauncherProgram
{
    /// <summary>The text that identifies an installed program as one of this module.</summary>
    public const string Mark = "# MempalaceSched launcher ";

    /// <summary>The prefix of the parts' names in the resources of the assembly.</summary>
    public const string ResourcePrefix = "launcher/";

    private const string Directive =
        "# shellcheck disable=SC2034,SC2154 # the file of a schedule sets and uses some of the variables\n";

    /// <summary>The parts, in order. Only the last line of the last part does something.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    [
        "text.sh",
        "locks.sh",
        "supervision.sh",
        "output.sh",
        "judgement.sh",
        "mempalace.sh",
        "upgrades.sh",
        "history.sh",
        "occurrences.sh",
        "retries.sh",
        "hooks.sh",
        "copy.sh",
        "backup.sh",
        "host.sh",
        "container.sh",
        "inside.sh",
        "main.sh",
    ];

    /// <summary>The version of the module, which is the version of the program.</summary>
    public static string Version { get; } = Assembly.GetExecutingAssembly().GetName().Version!.ToString(3);

    /// <summary>The whole program.</summary>
    public static string Text { get; } =
        WithHeader(Version, Directive + "set -u\n\n" + string.Join('\n', Parts.Select(Part)));

    /// <summary>The file that is installed. It is the same for all schedules.</summary>
    public static WriteFile File(StandardPaths paths) =>
        new(paths.LauncherProgram, Text, FileModes.Shared, Mark) { PreviewStyle = FilePreview.Size };

    /// <summary>Compares the text of an installed program with the program of this module.</summary>
    public static InstalledProgram Inspect(string text)
    {
        if (text == Text)
            return InstalledProgram.Current;
        var header = Header().Match(text);
        return header.Success && header.Groups["sum"].Value == Checksum(text[header.Length..])
            ? InstalledProgram.OtherVersion
            : InstalledProgram.Edited;
    }

    /// <summary>The version in the header of an installed program; empty if there is no header.</summary>
    public static string VersionOf(string text) => Header().Match(text).Groups["version"].Value;

    /// <summary>
    /// A script for a shell in a container. It prints what an install must know: the home folder, the path of the
    /// program that is its first argument, the release of mempalace, and what the location of the palace depends on.
    /// </summary>
    public static string QueryInside => Part("inside.sh") + Part("mempalace.sh") + "look_inside \"$1\"\n";

    /// <summary>The text of a part.</summary>
    public static string Part(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new InvalidOperationException($"The launcher part '{name}' is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A program with a header.</summary>
    internal static string WithHeader(string version, string body) =>
        $"#!/bin/sh\n{Mark}{version}\n# sha256 of what follows this line: {Checksum(body)}\n{body}";

    private static string Checksum(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    [GeneratedRegex(
        @"\A#!/bin/sh\n# MempalaceSched launcher (?<version>[0-9.]+)\n"
            + @"# sha256 of what follows this line: (?<sum>[0-9a-f]{64})\n",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Header();
}

/// <summary>How an installed launcher program compares with the one of this module.</summary>
internal enum InstalledProgram
{
    /// <summary>It is the program of this module.</summary>
    Current,

    /// <summary>It is an unmodified program of another version.</summary>
    OtherVersion,

    /// <summary>It was changed, or is not the launcher.</summary>
    Edited,
}
