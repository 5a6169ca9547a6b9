using MempalaceSched.SystemTests.Launcher;
using Xunit;

namespace MempalaceSched.SystemTests.Containers;

/// <summary>States of a container and of its engine before a run, under the shells that are /bin/sh.</summary>
public abstract class EngineTroubleVariationTests(TestShell shell) : EngineTroubleTests(shell)
{
    private readonly TestShell shell = shell;

    [Theory]
    [InlineData("")] // the engine lists no container with that name
    [InlineData("echo /another running 2027-01-01T00:00:00Z; exit")] // the name is a prefix of another id
    public void A_run_is_skipped_if_the_container_does_not_exist(string inspect)
    {
        using var bed = new LauncherBed(shell);

        var result = bed.Run(
            Mine(
                bed,
                $"if [ \"$1\" = container ]; then\n{inspect}\necho 'Error: No such container: devbox' >&2; exit 1; fi\n[ \"$*\" = 'ps --all --filter name=^/?devbox$ --format {{{{.Names}}}}' ]"
            )
        );

        Assert.Equal(
            (0, "mempalace-test: Skipped: there is no container devbox\n", ""),
            (result.ExitCode, result.Output, result.Error)
        );
    }

    [Theory]
    [InlineData("restarting", "the container devbox is restarting")]
    [InlineData("created", "the container devbox is stopped (created)")]
    [InlineData("removing", "the container devbox is removing")]
    public void A_run_is_skipped_in_every_state_except_running(string state, string reason)
    {
        using var bed = new LauncherBed(shell);

        Assert.Equal(0, bed.Run(Mine(bed, $"echo '/devbox {state} 2027-01-01T00:00:00Z'")).ExitCode);

        Assert.Equal(("Skipped", reason), (bed.OnlyLine().Outcome, bed.OnlyLine().Reason));
    }

    [Fact]
    public void A_missing_client_fails_the_run()
    {
        using var bed = new LauncherBed(shell);
        var definition = Mine(bed, "");
        File.Delete(bed.Out("engine"));

        Assert.Equal(127, bed.Run(definition).ExitCode);

        Assert.StartsWith($"{bed.Out("engine")} does not exist", bed.OnlyLine().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_engine_that_does_not_answer_times_out()
    {
        using var bed = new LauncherBed(shell);

        var result = bed.StartWith(Mine(bed, "exec sleep 300"), new() { ["MEMPALACE_SCHED_ASK_LIMIT"] = "1" }).Result();

        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"{bed.Out("engine")}: it gave no answer within 1 s", bed.OnlyLine().Reason);
        bed.AssertNothingLeft();
    }
}

public sealed class EngineTroubleUnderDash() : EngineTroubleVariationTests(TestShell.Dash);

public sealed class EngineTroubleUnderBashPosix() : EngineTroubleVariationTests(TestShell.BashPosix);

public sealed class EngineTroubleUnderAsh() : EngineTroubleVariationTests(TestShell.Ash);
