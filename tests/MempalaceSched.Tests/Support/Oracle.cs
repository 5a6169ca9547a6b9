using System.Diagnostics;
using System.Text;
using Xunit;

namespace MempalaceSched.Tests.Support;

/// <summary>Runs another program for comparison. The test is skipped if the program is not installed.</summary>
public static class Oracle
{
    public static string Need(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, $"this machine has no {program}");
        return path!;
    }

    /// <summary>Runs a program and returns its exit code and UTF-8 output.</summary>
    public static (int ExitCode, string Output) Run(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        string? folder = null
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = new UTF8Encoding(false),
            WorkingDirectory = folder ?? "",
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + error.GetAwaiter().GetResult());
    }
}
