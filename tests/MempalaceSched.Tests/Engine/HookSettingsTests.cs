namespace MempalaceSched.Tests.Engine;

/// <summary>-OnFailure and -OnSuccess as settings.</summary>
public sealed class HookSettingsTests(EngineProcess engine) : IDisposable
{
    private const string Shown = " | ForEach-Object { \"$($_.OnFailure -join '|') / $($_.OnSuccess -join '|')\" }";
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void Programs_are_resolved_and_words_kept()
    {
        bed.Home.Program("bin/ping");
        bed.Home.Program("tools/own");
        Assert.Equal(
            [$"{bed.Home["tools/own"]} / {bed.Home["bin/ping"]}|-fsS||it's|https://example.org/a b"],
            bed.Works(
                "Install-MempalaceSchedule OpenCode -OnFailure tools/own -OnSuccess ping, -fsS, '', \"it's\", 'https://example.org/a b'"
                    + Shown
            ).Output
        );
        Assert.Contains(
            "'it'\\''s'",
            File.ReadAllText(bed.Home["data/mempalace-sched/bin/mempalace-session"]),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(
            bed.Works("Get-MempalaceSchedule | Install-MempalaceSchedule -Verbose").Verbose,
            line => line.StartsWith("write ", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Set_leaves_what_is_not_named_and_takes_away_what_is_empty()
    {
        bed.Home.Program("bin/ping");
        var ping = bed.Home["bin/ping"];
        bed.Works("Install-MempalaceSchedule OpenCode -OnFailure ping -OnSuccess ping, x");
        Assert.Equal(
            [$"{ping} / {ping}|x"],
            bed.Works("Set-MempalaceSchedule mempalace-session -At daily -PassThru" + Shown).Output
        );
        Assert.Equal(
            [$" / {ping}|x"],
            bed.Works("Set-MempalaceSchedule mempalace-session -OnFailure @() -PassThru" + Shown).Output
        );
        Assert.Equal(
            [$"{ping}|y / "],
            bed.Works(
                "Set-MempalaceSchedule mempalace-session -OnSuccess '' -OnFailure ping, y -PassThru" + Shown
            ).Output
        );
        Assert.Equal([" / "], bed.Works("Install-MempalaceSchedule OpenCode" + Shown).Output);
    }

    [Theory]
    [InlineData("-OnFailure nowhere-to-be-found", "CommandNotFound,")]
    [InlineData("-OnSuccess ' ', x", "CommandNotFound,")]
    [InlineData("-OnSuccess mempalace, \"a`0b\"", "ValueNotRepresentable,")]
    public void What_cannot_be_run_is_refused(string arguments, string id)
    {
        var response = bed.Run($"Install-MempalaceSchedule OpenCode {arguments}");
        Assert.StartsWith(id, (response.Ended ?? Assert.Single(response.Errors)).Id, StringComparison.Ordinal);
        Assert.Empty(bed.Changes);
    }
}
