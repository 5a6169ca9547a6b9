using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace MempalaceSched.SystemTests.Launcher;

/// <summary>What a release of mempalace printed in one case, and how it ended.</summary>
public sealed partial record Recording(string Release, string Case)
{
    private const string Home = "/home/you";

    private static readonly string Folder = Path.Combine(Repository.Root, "tests/fixtures/mempalace");

    /// <summary>All recordings.</summary>
    public static IReadOnlyList<Recording> All { get; } =
    [
        .. Directory
            .EnumerateFiles(Folder, "*.txt", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => new Recording(
                Path.GetFileName(Path.GetDirectoryName(file))!,
                Path.GetFileNameWithoutExtension(file)
            )),
    ];

    private string Text { get; } = File.ReadAllText(Path.Combine(Folder, Release, Case + ".txt"));

    /// <summary>The arguments of mempalace, with another home folder.</summary>
    public string[] Arguments(string home) =>
        [.. Header("command").Replace(Home, home, StringComparison.Ordinal).Split("mempalace ", 2)[1].Split(' ')];

    /// <summary>The folder or file that is mined; null for other commands.</summary>
    public string? Source(string home) =>
        Verb().Match(Header("command")) is { Success: true } match
            ? match.Groups[1].Value.Replace(Home, home, StringComparison.Ordinal)
            : null;

    public int ExitCode => int.Parse(Header("exit"), CultureInfo.InvariantCulture);

    /// <summary>Both streams on one, in the order of the note.</summary>
    public string Output => string.Concat(InOrder().Select(piece => piece.Text));

    /// <summary>The number after each label of the summary that matches; null if there is none.</summary>
    public int? Sum(string label)
    {
        var found = Regex.Matches(Text, $@"(?m){label} *([0-9]+)");
        return found.Count == 0
            ? null
            : found.Sum(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>A shell script that prints the recording and ends as it did.</summary>
    public string Script(string folder)
    {
        var script = new StringBuilder("#!/bin/sh\nPATH=/usr/bin:/bin\n");
        foreach (var (index, (text, isError)) in InOrder().Index())
        {
            var file = Path.Combine(folder, $"piece-{index}");
            File.WriteAllText(file, text);
            script.Append(CultureInfo.InvariantCulture, $"cat '{file}'{(isError ? " >&2" : "")}\n");
        }
        if (ExitCode > 128)
            script.Append(CultureInfo.InvariantCulture, $"kill -{ExitCode - 128} $$\n");
        // The shell ignores INT here, because the launcher starts the command in the background.
        return script.Append(CultureInfo.InvariantCulture, $"exit {ExitCode}\n").ToString();
    }

    public override string ToString() => $"{Release} {Case}";

    private IEnumerable<(string Text, bool IsError)> InOrder()
    {
        var streams = Text.Split("--- stdout\n", 2)[1].Split("--- stderr\n", 2);
        var note = Header("note");
        if (note.Contains("stderr comes before stdout", StringComparison.Ordinal))
            return [(streams[1], true), (streams[0], false)];
        var mixed = Mixed().Match(note);
        if (!mixed.Success)
            return [(streams[0], false), (streams[1], true)];
        return Pieces()
            .Matches(mixed.Groups[1].Value)
            .Select(piece =>
            {
                var isError = piece.Groups[1].Value == "err";
                var lines = streams[isError ? 1 : 0].Split('\n');
                var first = int.Parse(piece.Groups[2].Value, CultureInfo.InvariantCulture);
                var last = piece.Groups[3].Success
                    ? int.Parse(piece.Groups[3].Value, CultureInfo.InvariantCulture)
                    : first;
                return (string.Join('\n', lines[(first - 1)..last]) + "\n", isError);
            });
    }

    private string Header(string name) => Regex.Match(Text, $"(?m)^# {name}: (.*)$").Groups[1].Value;

    [GeneratedRegex(@" (?:mine|sweep) (/[^ ]+)")]
    private static partial Regex Verb();

    [GeneratedRegex(@"the two are mixed: (.*) \(lines\)")]
    private static partial Regex Mixed();

    [GeneratedRegex(@"std(out|err) ([0-9]+)(?:-([0-9]+))?")]
    private static partial Regex Pieces();
}
