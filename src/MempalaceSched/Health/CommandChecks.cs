using System.Text;
using MempalaceSched.Containers;
using MempalaceSched.Launcher;
using MempalaceSched.Mempalace;

namespace MempalaceSched.Health;

/// <summary>Whether the engine answers, the container is running, and the command exists in it.</summary>
internal sealed class ContainerCheck : ICheck
{
    public string Name => "container";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (subject.Definition.Container is not { } container)
            return Verdict.Skip("The schedule runs on this machine.");
        var variables = subject.Definition.CapturedEnvironment;
        var command = subject.Definition.Command[0];
        var engine = new ContainerEngine(subject.Services.Environment, subject.Services.Processes);
        var state = await engine.StateAsync(container, variables, cancellation).ConfigureAwait(false);
        if (state is null)
            return Verdict.Warn(
                $"The container '{container.Name}' does not exist, so runs are skipped.",
                $"Create it, or specify another one: Set-MempalaceSchedule {subject.Name} -Container NAME"
            );
        if (state != "running")
            return Verdict.Warn(
                $"The container '{container.Name}' is not running ({state}), so runs are skipped.",
                "Start the container."
            );
        var facts = await engine
            .QueryInsideAsync(container, variables, LauncherProgram.QueryInside, command, cancellation)
            .ConfigureAwait(false);
        return facts.Program is { } program
            ? Verdict.Pass($"The container '{container.Name}' is running and contains '{program}'.")
            : Verdict.Fail(
                $"The command '{command}' does not exist in the container {container.Title}.",
                SourceCatalog.For(subject.Definition.Source).HowToInstallInside
            );
    }
}

/// <summary>
/// Whether the command can be executed with the launcher's PATH, and the interpreter in its first line as well. If
/// Python is moved or upgraded, all scripts that it installed stop working.
/// </summary>
internal sealed class CommandCheck : IHostCheck
{
    private const string IsExecutable = """
        case $1 in */*) [ -f "$1" ] && [ -x "$1" ] ;; *) command -v "$1" >/dev/null ;; esac
        """;

    public string Name => "command";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var command = subject.Definition.Command[0];
        var fix = $"Install it again, or specify another command: Set-MempalaceSchedule {subject.Name} -Command PATH";
        if (!await IsExecutableAsync(command).ConfigureAwait(false))
            return Verdict.Fail($"'{command}' does not exist or is not executable.", fix);
        if (Interpreter(command) is { } interpreter && !await IsExecutableAsync(interpreter).ConfigureAwait(false))
            return Verdict.Fail(
                $"'{command}' exists, but its interpreter '{interpreter}' does not exist, is not executable, or is not "
                    + "in the PATH of the launcher.",
                fix
            );
        return Verdict.Pass($"'{command}' is executable.");

        async Task<bool> IsExecutableAsync(string program) =>
            (await subject.AsLauncherAsync(IsExecutable, cancellation, program).ConfigureAwait(false)).ExitCode == 0;
    }

    /// <summary>
    /// The interpreter in the first line of a script. For <c>#!/usr/bin/env python3</c> it is <c>python3</c>, which
    /// PATH must contain. Null for a file that is not a script.
    /// </summary>
    internal static string? Interpreter(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> bytes = stackalloc byte[256];
        var line = Encoding
            .UTF8.GetString(bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)])
            .Split('\n')[0];
        if (!line.StartsWith("#!", StringComparison.Ordinal))
            return null;
        var words = line[2..].Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words is [var env, .. var rest] && Path.GetFileName(env) == "env"
            ? rest.FirstOrDefault(word => !word.StartsWith('-') && !word.Contains('=', StringComparison.Ordinal)) ?? env
            : words.FirstOrDefault();
    }
}

/// <summary>Whether the wrapper scripts find mempalace, which they call.</summary>
internal sealed class ToolsCheck : IHostCheck
{
    public string Name => "mempalace";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (subject.Definition.MineCommand.Shape != CommandShape.Wrapper)
            return Verdict.Skip("The source does not use a wrapper.");
        var found = await subject.AsLauncherAsync("command -v mempalace", cancellation).ConfigureAwait(false);
        return found.ExitCode == 0
            ? Verdict.Pass($"The wrapper finds '{found.Output.Trim()}'.")
            : Verdict.Fail(
                "The wrapper cannot find mempalace in the PATH of the launcher: "
                    + $"{subject.Definition.CapturedEnvironment["PATH"]}.",
                "Install mempalace (`pipx install mempalace` installs it in ~/.local/bin). If it is installed in "
                    + "another folder of your PATH, save your current PATH: Get-MempalaceSchedule "
                    + $"{subject.Definition.Name} | Install-MempalaceSchedule"
            );
    }
}
