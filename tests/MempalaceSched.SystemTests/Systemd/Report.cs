using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>The results that a scenario reported, by key.</summary>
internal sealed class Report
{
    private readonly Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
    private readonly string said;

    /// <summary>Parses the output of a scenario.</summary>
    public Report(string scenario, int exitCode, string output, string error)
    {
        said = $"{scenario} ended with exit code {exitCode} and said: {error.Trim()}";
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // Other lines are text that a command wrote to the console, such as "What if: ...".
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

    /// <summary>Returns a value as text.</summary>
    public string Text(string key) => this[key].ToString();

    /// <summary>Returns a list. PowerShell reports an empty list as null and a single element without a list.</summary>
    public IReadOnlyList<string> Lines(string key) => List(this[key]);

    /// <summary>Returns the result of a cmdlet call.</summary>
    public CallReport Call(string key) => new(key, this[key]);

    /// <summary>Returns the runs of a history that the scenario reported line by line.</summary>
    public IReadOnlyList<JsonElement> Runs(string key) =>
        [.. Lines(key).Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>Returns the report of a nested scenario.</summary>
    public Report Inner(string key) => new($"{key} ({said})", 0, Text(key), "");

    public static IReadOnlyList<string> List(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => [],
            JsonValueKind.Array => [.. value.EnumerateArray().Select(item => item.ToString())],
            _ => [value.ToString()],
        };
}
