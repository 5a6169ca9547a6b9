using MempalaceSched.Platform;

namespace MempalaceSched.Health;

/// <summary>Whether the palace can be written to, or made.</summary>
internal sealed class PalaceCheck : IHostCheck
{
    public string Name => "palace";

    public Task<Verdict> RunAsync(CheckSubject subject, CancellationToken cancellation)
    {
        var palace = subject.Definition.Palace;
        var folder = CheckSubject.NearestFolder(palace);
        return Task.FromResult(
            folder != palace && Path.Exists(palace)
                ? Verdict.Fail(
                    $"'{palace}' is not a folder.",
                    $"Name another: Set-MempalaceSchedule {subject.Name} -Palace PATH"
                )
            : !FileAccessRight.CanWrite(folder)
                ? Verdict.Fail(
                    $"'{folder}' cannot be written to{(folder == palace ? "" : $", so '{palace}' cannot be made")}.",
                    "Check its owner and mode, and whether its disk is mounted for writing."
                )
            : Verdict.Pass(
                folder == palace ? $"'{palace}' can be written to." : $"'{palace}' is not there yet, and can be made."
            )
        );
    }
}
