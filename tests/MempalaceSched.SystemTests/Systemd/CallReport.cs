using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>What came of a call of cmdlets: objects, errors, warnings.</summary>
internal sealed class CallReport(string key, JsonElement value)
{
    public IReadOnlyList<string> ErrorIds { get; } = Report.List(value.GetProperty(nameof(ErrorIds)));

    public IReadOnlyList<string> Errors { get; } = Report.List(value.GetProperty(nameof(Errors)));

    public IReadOnlyList<string> WaysOut { get; } = Report.List(value.GetProperty(nameof(WaysOut)));

    public IReadOnlyList<string> Warnings { get; } = Report.List(value.GetProperty(nameof(Warnings)));

    public IReadOnlyList<JsonElement> Output { get; } = [.. value.GetProperty(nameof(Output)).EnumerateArray()];

    /// <summary>The one object that came out, with neither error nor warning.</summary>
    public JsonElement Only
    {
        get
        {
            Assert.True(Errors.Count == 0 && Warnings.Count == 0 && Output.Count == 1, $"{key}: {value}");
            return Output[0];
        }
    }

    /// <summary>Nothing came out and nothing went wrong.</summary>
    public void IsSilent() =>
        Assert.True(Errors.Count == 0 && Warnings.Count == 0 && Output.Count == 0, $"{key}: {value}");

    /// <summary>One error with this id, and nothing else; its message.</summary>
    public string FailedWith(string errorId)
    {
        Assert.True(ErrorIds.Count == 1 && ErrorIds[0] == errorId && Output.Count == 0, $"{key}: {value}");
        return Errors[0];
    }

    public static string Text(JsonElement item, string property) => item.GetProperty(property).ToString();
}
