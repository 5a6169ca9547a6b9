using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>What a scenario has reported, by key.</summary>
internal sealed class Report
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly string said;

    /// <summary>Reads the output of a scenario.</summary>
    public Report(string scenario, int exitCode, string output, string error)
    {
        said = $"{scenario} ended with exit code {exitCode} and said: {error.Trim()}";
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Anything else is what a command has printed past its output, such as "What if: ...".
            if (line.StartsWith("{\"Key\":", StringComparison.Ordinal))
            {
                using var item = JsonDocument.Parse(line);
                values[item.RootElement.GetProperty("Key").GetString()!] = item
                    .RootElement.GetProperty("Value")
                    .Clone();
            }
            else
                said += $"\n{line}";
        }
    }

    public JsonElement this[string key]
    {
        get
        {
            if (!values.TryGetValue(key, out var value))
                Assert.Fail($"'{key}' was not reported. {said}");
            return value;
        }
    }

    public IEnumerable<string> Keys => values.Keys;

    /// <summary>A value as text.</summary>
    public string Text(string key) => this[key].ToString();

    /// <summary>A list. PowerShell makes nothing of an empty one and a mere value of one with one element.</summary>
    public IReadOnlyList<string> Lines(string key) => List(this[key]);

    /// <summary>What came of a call of cmdlets.</summary>
    public CallReport Call(string key) => new(key, this[key]);

    /// <summary>The runs of a history that was reported as its lines.</summary>
    public IReadOnlyList<JsonElement> Runs(string key) =>
        [.. Lines(key).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>What another scenario reported within this one.</summary>
    public Report Inner(string key) => new($"{key} ({said})", 0, Text(key), "");

    public static IReadOnlyList<string> List(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ToString())],
            _ => [value.ToString()],
        };
}
