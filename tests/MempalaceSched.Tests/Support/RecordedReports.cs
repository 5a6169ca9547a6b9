using MempalaceSched.Errors;
using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Support;

/// <summary>Records the reported messages.</summary>
internal sealed class RecordedReports : IReporter
{
    public List<string> VerboseLines { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<MempalaceException> Errors { get; } = [];

    public void Verbose(string message) => VerboseLines.Add(message);

    public void Warning(string message) => Warnings.Add(message);

    public void Error(MempalaceException error) => Errors.Add(error);

    public void Progress(string activity, string status, int? percent) { }
}
