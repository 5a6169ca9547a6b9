using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using MempalaceSched.Changes;
using MempalaceSched.Platform;

namespace MempalaceSched.Launcher;

/// <summary>
/// The launcher: one POSIX sh program for all schedules of a user. The files of this folder are its parts, in a fixed order and unchanged,
/// behind a header with the version and a checksum of everything that follows the header.
/// </summary>
internal static partial class LauncherProgram
{
    /// <summary>The text by which the installed program is known as ours.</summary>
    public const string Mark = "# MempalaceSched launcher ";

    /// <summary>The prefix of the names of the parts among the assembly's resources.</summary>
    public const string ResourcePrefix = "launcher/";

    private const string Directive =
        "# shellcheck disable=SC2034,SC2154 # the file of a schedule sets and uses some of the variables\n";

    /// <summary>The parts, in order. The last line of the last one alone acts.</summary>
    public static IReadOnlyList<string> Parts { get; } =
    [
        "text.sh",
        "locks.sh",
        "supervision.sh",
        "output.sh",
        "judgement.sh",
        "history.sh",
        "occurrences.sh",
        "hooks.sh",
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

    /// <summary>The program as a file, the same for all schedules.</summary>
    public static WriteFile File(StandardPaths paths) =>
        new(paths.LauncherProgram, Text, FileModes.Shared, Mark) { PreviewStyle = FilePreview.Size };

    /// <summary>What the text of an installed program is.</summary>
    public static InstalledProgram Inspect(string text)
    {
        if (text == Text)
            return InstalledProgram.Current;
        var header = Header().Match(text);
        return header.Success && header.Groups["sum"].Value == Checksum(text[header.Length..])
            ? InstalledProgram.OtherVersion
            : InstalledProgram.Edited;
    }

    /// <summary>The version that an installed program says it is; empty when it says none.</summary>
    public static string VersionOf(string text) => Header().Match(text).Groups["version"].Value;

    /// <summary>
    /// A script for a shell in a container that finds out what an install must know: home, folders, palace, and the path of the program that is
    /// its first argument.
    /// </summary>
    public static string LookInside => Part("inside.sh") + "look_inside \"$1\"\n";

    /// <summary>The text of a part, as it is in its file.</summary>
    public static string Part(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new InvalidOperationException($"The launcher part '{name}' is not in the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>A program of a given version, from everything that follows its header.</summary>
    internal static string WithHeader(string version, string body) =>
        $"#!/bin/sh\n{Mark}{version}\n# sha256 of what follows this line: {Checksum(body)}\n{body}";

    private static string Checksum(string text) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))).ToLowerInvariant();

    [GeneratedRegex(
        @"\A#!/bin/sh\n# MempalaceSched launcher (?<version>[0-9.]+)\n# sha256 of what follows this line: (?<sum>[0-9a-f]{64})\n",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Header();
}

/// <summary>What an installed launcher program is, compared with the one of this module.</summary>
internal enum InstalledProgram
{
    /// <summary>The program of this module.</summary>
    Current,

    /// <summary>An unmodified program of another version.</summary>
    OtherVersion,

    /// <summary>A program that somebody has changed, or something else.</summary>
    Edited,
}
