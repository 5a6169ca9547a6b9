using System.Text.RegularExpressions;

namespace MempalaceSched.SystemTests.Docs;

/// <summary>
/// A page with <c>console</c> blocks that contain PowerShell commands after <c>PS&gt;</c> and their output.
/// <c>&lt;!-- before: … --&gt;</c> is a hidden shell command.
/// </summary>
public sealed partial class ConsolePage(string text)
{
    private const string Prompt = "PS> ";

    private readonly string[] lines = text.Split('\n');

    /// <summary>All commands in order. The output of hidden commands is null.</summary>
    public IEnumerable<(string Command, IReadOnlyList<string>? Output)> Commands()
    {
        var inside = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
                inside = lines[i] == "```console";
            else if (Before().Match(lines[i]) is { Success: true } before)
                yield return (before.Groups[1].Value, null);
            else if (inside && lines[i].StartsWith(Prompt, StringComparison.Ordinal))
                yield return (lines[i][Prompt.Length..], OutputBelow(i));
        }
    }

    /// <summary>Returns the page with the current output of the commands.</summary>
    public string With(IReadOnlyList<IReadOnlyList<string>> outputs)
    {
        var page = new List<string>();
        var (inside, skipping, next) = (false, false, 0);
        foreach (var line in lines)
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                if (inside && page[^1].Length == 0)
                    page.RemoveAt(page.Count - 1);
                (inside, skipping) = (line == "```console", false);
            }
            var command = inside && line.StartsWith(Prompt, StringComparison.Ordinal);
            if (command)
                skipping = false;
            if (!skipping)
                page.Add(line);
            if (!command)
                continue;
            page.AddRange([.. outputs[next], .. outputs[next].Count > 0 ? [""] : Array.Empty<string>()]);
            (skipping, next) = (true, next + 1);
        }
        return string.Join('\n', page);
    }

    private List<string> OutputBelow(int command) =>
        [
            .. lines
                .Skip(command + 1)
                .TakeWhile(line =>
                    !line.StartsWith(Prompt, StringComparison.Ordinal)
                    && !line.StartsWith("```", StringComparison.Ordinal)
                )
                .Reverse()
                .SkipWhile(string.IsNullOrEmpty)
                .Reverse(),
        ];

    [GeneratedRegex("^<!-- before: (.*) -->$", RegexOptions.CultureInvariant)]
    private static partial Regex Before();
}
