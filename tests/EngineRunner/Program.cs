using System.Text.Json;
using MempalaceSched.Tests.Engine;

// One request in each line, one response in each line, until the input ends.
while (Console.ReadLine() is { } line)
    Console.WriteLine(JsonSerializer.Serialize(EngineCall.Run(JsonSerializer.Deserialize<EngineRequest>(line)!)));
