using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MempalaceSched.Calendars;
using MempalaceSched.Errors;
using MempalaceSched.Platform;
using MempalaceSched.Schedulers.Launchd;
using MempalaceSched.Schedules;
using Xunit;

namespace MempalaceSched.SystemTests.Launchd;

/// <summary>Reads the property lists of random definitions with independent programs.</summary>
public sealed class PropertyListTests : IDisposable
{
    private const int Seed = 20_260_301,
        Count = 300;

    private const string ToJson = """
        import json, plistlib, sys
        json.dump([plistlib.load(open(path, "rb"), fmt=plistlib.FMT_XML) for path in sys.argv[1:]], sys.stdout)
        """;

    private static readonly string Characters = "abcXYZ019 ._-+=~!@#$%^&*()[]{}<>'\"\\`|;?,éß雪\u00a0\u2028\ufffd";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mempalace-sched-test-");
    private readonly Random random = new(Seed);

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void Property_lists_contain_the_values_of_the_definition()
    {
        var python = Requires.Tool("python3", "python3");
        var (samples, files) = Samples();

        var lists = JsonDocument.Parse(Run(python, ["-c", ToJson, .. files])).RootElement.EnumerateArray().ToList();

        Assert.Equal(Count, lists.Count);
        foreach (var ((definition, paths), list) in samples.Zip(lists))
        {
            var expected = new Dictionary<string, object>
            {
                ["Label"] = $"{definition.LabelPrefix}.{definition.Name}",
                ["X-Mempalace-Schedule"] = definition.Name,
                ["ProgramArguments"] = new[] { paths.Launcher(definition.Name), "--trigger", "scheduled", "--if-due" },
                ["EnvironmentVariables"] = new Dictionary<string, string>
                {
                    ["PATH"] = definition.CapturedEnvironment["PATH"],
                },
                ["StartCalendarInterval"] = CalendarIntervals.For(definition.Recurrence, definition.At),
                ["RunAtLoad"] = definition.CatchUp,
                ["ProcessType"] = "Background",
                ["LowPriorityIO"] = true,
                ["Nice"] = 10,
                ["ExitTimeOut"] = 60,
                ["StandardOutPath"] = paths.MacLog(definition.Name),
                ["StandardErrorPath"] = paths.MacErrorLog(definition.Name),
            };
            if (definition.BackgroundSession)
                expected["LimitLoadToSessionType"] = "Background";
            Assert.True(
                JsonElement.DeepEquals(JsonSerializer.SerializeToElement(expected), list),
                $"seed {Seed}, {definition}:\n{list}"
            );
        }
    }

    [Fact]
    public void Property_lists_are_valid_against_the_DTD()
    {
        var xmllint = Requires.Tool("xmllint", "libxml2-utils");
        var grammar = Path.Combine(AppContext.BaseDirectory, "Launchd/plist.dtd");
        var (_, files) = Samples();

        Run(xmllint, ["--nonet", "--noout", "--dtdvalid", grammar, .. files]);

        File.WriteAllText(files[0], File.ReadAllText(files[0]).Replace("<true/>", "<yes/>", StringComparison.Ordinal));
        Assert.ThrowsAny<InvalidOperationException>(() =>
            Run(xmllint, ["--nonet", "--noout", "--dtdvalid", grammar, files[0]])
        );
    }

    private (List<(ScheduleDefinition Definition, StandardPaths Paths)> Samples, List<string> Files) Samples()
    {
        var (samples, files) = (new List<(ScheduleDefinition, StandardPaths)>(), new List<string>());
        while (samples.Count < Count)
        {
            var home = "/Users/" + Text();
            var paths = new StandardPaths(
                new HostEnvironment
                {
                    Platform = PlatformKind.MacOS,
                    UserId = 501,
                    UserName = "u",
                    Home = home,
                    Variables =
                        random.Next(2) == 0
                            ? new Dictionary<string, string>()
                            : new Dictionary<string, string> { ["XDG_DATA_HOME"] = "/" + Text() },
                }
            );
            var at = new RecurrenceSpellings(random).Next();
            if (!Recurrence.TryParse(at, out var recurrence))
                continue;
            var definition = new ScheduleDefinition
            {
                Name = "s" + random.Next(1000),
                Source = MineSource.OpenCode,
                Scheduler = SchedulerKind.Launchd,
                At = recurrence.ToString(),
                Command = ["/" + Text()],
                Palace = "/" + Text(),
                LabelPrefix = "org.example-" + random.Next(1000),
                CatchUp = random.Next(2) == 0,
                BackgroundSession = random.Next(2) == 0,
                CapturedEnvironment = new Dictionary<string, string>
                {
                    ["HOME"] = home,
                    ["PATH"] = $"/{Text()}:/{Text()}",
                },
            };
            try
            {
                var file = Path.Combine(folder.FullName, $"{samples.Count}.plist");
                File.WriteAllText(file, new LaunchAgent(definition, paths).Plist().Content);
                samples.Add((definition, paths));
                files.Add(file);
            }
            catch (MempalaceException e) when (e.Id == "RecurrenceNotSupported")
            {
                // Launchd cannot express this calendar. Try another definition.
            }
        }
        return (samples, files);
    }

    private string Text()
    {
        var text = new StringBuilder("x");
        for (var length = random.Next(20); length > 0; length--)
            text.Append(random.Next(20) == 0 ? "🏰" : Characters[random.Next(Characters.Length)].ToString());
        return text.ToString();
    }

    private static string Run(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException(error.Result);
    }
}
