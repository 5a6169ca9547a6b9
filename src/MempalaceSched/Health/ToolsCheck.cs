using MempalaceSched.Mempalace;

namespace MempalaceSched.Health;

/// <summary>Whether the wrappers find what they call: mempalace itself.</summary>
internal sealed class ToolsCheck : IHostCheck
{
    public string Name => "mempalace";

    public async Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        if (SourceCatalog.Of(subject.Definition.Source).Shape != CommandShape.Wrapper)
            return Verdict.Skip("It is not called by way of a wrapper.");
        var found = await subject.AsLauncherAsync("command -v mempalace", cancellation).ConfigureAwait(false);
        return found.ExitCode == 0
            ? Verdict.Pass($"The wrapper finds '{found.Output.Trim()}'.")
            : Verdict.Fail(
                $"The wrapper will look for mempalace on this PATH and not find it: {subject.Definition.Surroundings["PATH"]}.",
                $"Install mempalace (`pipx install mempalace` puts it into ~/.local/bin); where it is elsewhere on your PATH, Install-MempalaceSchedule {subject.Definition.Source} takes that PATH over."
            );
    }
}
