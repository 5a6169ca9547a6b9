using MempalaceSched.Platform;

namespace MempalaceSched.Tests.Support;

internal sealed class RecordedReports : IReporter
{
    public List<string> VerboseLines { get; } = [];

    public List<string> Warnings { get; } = [];

    public void Verbose(string message) => VerboseLines.Add(message);

    public void Warning(string message) => Warnings.Add(message);

    public void Progress(string activity, string status, int? percent) { }
}
