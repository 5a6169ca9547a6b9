using System.Diagnostics;
using System.Text;
using Xunit;

namespace MempalaceSched.Tests.Host;

/// <summary>What a run of the program left behind.</summary>
public sealed record HostRun(int ExitCode, string Output, string Error)
{
    public IReadOnlyList<string> OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the program as it is laid out by the build, as a process of its own, with a time limit.</summary>
public static class HostProgram
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(90);

    public static string Root { get; } = FindRoot();

    public static string Path { get; } = System.IO.Path.Combine(Root, "out/host/mempalace-sched");

    public static string TestModule { get; } =
        System.IO.Path.Combine(Root, "tests/MempalaceSched.Tests/Host/TestModule/MempalaceSched.psd1");

    public static HostRun Run(params string[] arguments) => Run(arguments, "", null);

    /// <summary>Runs the program; <paramref name="meanwhile"/> may do something to it while it runs.</summary>
    public static HostRun Run(
        IEnumerable<string> arguments,
        string input,
        IReadOnlyDictionary<string, string?>? environment = null,
        Action<Process>? meanwhile = null,
        string? program = null
    )
    {
        ProcessStartInfo start = new(program ?? Path, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(false),
        };
        start.Environment["MEMPALACE_SCHED_MODULE"] = TestModule;
        start.Environment.Remove("COLUMNS");
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; what it left behind tells why.
        }

        meanwhile?.Invoke(process);
        if (!process.WaitForExit(TimeLimit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"mempalace-sched {string.Join(' ', arguments)} did not end within {TimeLimit}.");
        }

        process.WaitForExit();
        return new HostRun(process.ExitCode, output.Result, error.Result);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "MempalaceSched.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside of their repository.");
    }
}
