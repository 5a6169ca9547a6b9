using System.Text.Json.Serialization;

namespace MempalaceSched.Runs;

/// <summary>Generated code that reads what launchers write. It starts faster than reflection.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HistoryLine.Entry))]
[JsonSerializable(typeof(RunMarker))]
internal sealed partial class RunJson : JsonSerializerContext;
