using System.Text.Json;
using Xunit;

namespace MempalaceSched.SystemTests.Systemd;

/// <summary>The result of a cmdlet call: objects, errors and warnings.</summary>
internal sealed class CallReport(string key, JsonElement value)
{
    public IReadOnlyList<string> ErrorIds { get; } = Report.List(value.GetProperty(nameof(ErrorIds)));

    public IReadOnlyList<string> Errors { get; } = Report.List(value.GetProperty(nameof(Errors)));

    public IReadOnlyList<string> WaysOut { get; } = Report.List(value.GetProperty(nameof(WaysOut)));

    public IReadOnlyList<string> Warnings { get; } = Report.List(value.GetProperty(nameof(Warnings)));

    public IReadOnlyList<JsonElement> Output { get; } = [.. value.GetProperty(nameof(Output)).EnumerateArray()];

    /// <summary>The only output object of a call without errors and warnings.</summary>
    public JsonElement Only
    {
        get
        {
            Assert.True(Errors.Count == 0 && Warnings.Count == 0 && Output.Count == 1, $"{key}: {value}");
            return Output[0];
        }
    }

    /// <summary>Asserts that the call has no output, no errors and no warnings.</summary>
    public void IsSilent() =>
        Assert.True(Errors.Count == 0 && Warnings.Count == 0 && Output.Count == 0, $"{key}: {value}");

    /// <summary>Asserts that the only result is one error with this id, and returns its message.</summary>
    public string FailedWith(string errorId)
    {
        Assert.True(ErrorIds.Count == 1 && ErrorIds[0] == errorId && Output.Count == 0, $"{key}: {value}");
        return Errors[0];
    }

    public static string Text(JsonElement item, string property) => item.GetProperty(property).ToString();
}
