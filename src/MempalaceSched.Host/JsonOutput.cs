using System.Buffers;
using System.Management.Automation;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MempalaceSched.Host;

/// <summary>Writes objects as they come, as the elements of one JSON array, each on a line of its own.</summary>
/// <remarks>An element is built whole before any of it is written, so an object that fails half-way leaves the array valid.</remarks>
internal sealed class JsonOutput : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        // The output goes to a terminal or a program, not into a web page: é stays é.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly Utf8JsonWriter writer;
    private readonly ConsoleStreams streams;
    private readonly ErrorOutput errors;
    private bool started;

    /// <summary>Starts the array.</summary>
    public JsonOutput(ConsoleStreams streams, ErrorOutput errors)
    {
        this.streams = streams;
        this.errors = errors;
        writer = new Utf8JsonWriter(buffer, Options);
    }

    /// <summary>Writes one element.</summary>
    public void Write(PSObject? item)
    {
        buffer.ResetWrittenCount();
        writer.Reset();
        buffer.Write(started ? ",\n"u8 : "[\n"u8);
        try
        {
            JsonValue.Write(writer, item);
            writer.Flush();
        }
        catch (Exception failure) when (failure is not PipelineStoppedException)
        {
            errors.Write(
                "OutputNotWritable",
                $"An object of type {item?.BaseObject.GetType().FullName} cannot be written as JSON: {failure.Message}"
            );
            return;
        }

        streams.Write(buffer.WrittenSpan);
        started = true;
    }

    /// <summary>Closes the array.</summary>
    public void Dispose()
    {
        streams.Write(started ? "\n]\n"u8 : "[]\n"u8);
        writer.Dispose();
    }
}
