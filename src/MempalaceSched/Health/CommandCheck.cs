using System.Text;

namespace MempalaceSched.Health;

/// <summary>Whether the command can be run with the launcher's PATH, and so can what its first line names: a moved Python takes all its scripts along.</summary>
internal sealed class CommandCheck : IHostCheck
{
    private const string CanRun = """
        case $1 in */*) [ -f "$1" ] && [ -x "$1" ] ;; *) command -v "$1" >/dev/null ;; esac
        """;

    public string Name => "command";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var command = subject.Definition.Command[0];
        var fix = $"Install it again, or name another: Set-MempalaceSchedule {subject.Name} -Command PATH";
        if (!await CanBeRunAsync(command).ConfigureAwait(false))
            return Verdict.Fail($"'{command}' is not there, or cannot be run.", fix);
        if (Interpreter(command) is { } interpreter && !await CanBeRunAsync(interpreter).ConfigureAwait(false))
            return Verdict.Fail(
                $"'{command}' is there, but '{interpreter}', which is to run it, is not, or not on the PATH of the launcher.",
                fix
            );
        return Verdict.Pass($"'{command}' is there and can be run.");

        async Task<bool> CanBeRunAsync(string program) =>
            (await subject.AsLauncherAsync(CanRun, cancellation, program).ConfigureAwait(false)).ExitCode == 0;
    }

    /// <summary>What the first line of a script names: <c>#!/usr/bin/env python3</c> is python3, on PATH. Null for what is no script.</summary>
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
