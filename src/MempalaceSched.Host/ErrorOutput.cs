using System.Management.Automation;
using System.Text;

namespace MempalaceSched.Host;

/// <summary>Writes errors to standard error and keeps in mind that there were some.</summary>
internal sealed class ErrorOutput(ConsoleStreams streams)
{
    /// <summary>Whether any error was written.</summary>
    public bool Any { get; private set; }

    /// <summary>Writes an error of the engine or of a cmdlet.</summary>
    public void Write(ErrorRecord error)
    {
        // A program's own words on its standard error: not an error until its exit code says so, and not ours to rewrite.
        if (error.FullyQualifiedErrorId.StartsWith("NativeCommandError", StringComparison.Ordinal))
        {
            streams.WriteError(error.ToString() + '\n');
            return;
        }

        Any = true;
        streams.WriteError(Render(error));
    }

    /// <summary>Writes an error that is ours.</summary>
    public void Write(string id, string message, string? advice = null)
    {
        Any = true;
        streams.WriteError(Render(id, message, advice));
    }

    /// <summary>The text for an error record.</summary>
    internal static string Render(ErrorRecord error)
    {
        string message = error.ErrorDetails?.Message is { Length: > 0 } details ? details : error.Exception.Message;
        string id = error.FullyQualifiedErrorId;

        // throw 'text' makes the text its own id, which would only be said twice.
        string shortId = id == message || id.Length == 0 ? error.Exception.GetType().Name : id.Split(',')[0];
        return Render(shortId, message, error.ErrorDetails?.RecommendedAction);
    }

    private static string Render(string id, string message, string? advice)
    {
        StringBuilder text = new();
        text.Append("error: ").Append(id).Append(": ").Append(message.TrimEnd()).Append('\n');
        if (!string.IsNullOrWhiteSpace(advice))
        {
            foreach (string line in advice.TrimEnd().ReplaceLineEndings("\n").Split('\n'))
                text.Append("  ").Append(line).Append('\n');
        }

        return text.ToString();
    }
}
