namespace MempalaceSched.Tests.Engine;

/// <summary>Objects as ConvertFrom-Json makes them, and files as Get-Item gives them.</summary>
public sealed class ObjectTests(EngineProcess engine) : IDisposable
{
    private const string Read =
        "[pscustomobject]@{ Source = 'OpenCode'; TimeLimit = [pscustomobject]@{ Ticks = [long]18000000000; Days = 0; Minutes = 30 }; Environment = [pscustomobject]@{ A = 'b c'; B = 'd' } }";
    private const string Shown =
        "ForEach-Object { $s = $_; \"$($s.TimeLimit)|$($s.Environment.Count)|$($s.Environment.A)|$($s.Environment.B)\" }";

    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void A_length_of_time_and_variables_out_of_JSON_are_taken() =>
        Assert.Equal(["00:30:00|2|b c|d"], bed.Works($"{Read} | Install-MempalaceSchedule | {Shown}").Output);

    [Fact]
    public void An_object_that_is_no_length_of_time_is_refused() =>
        Assert.StartsWith(
            "ParameterArgumentTransformationError,",
            Assert
                .Single(
                    bed.Run(
                        "[pscustomobject]@{ Source = 'OpenCode'; TimeLimit = [pscustomobject]@{ Minutes = 30 } } | Install-MempalaceSchedule"
                    ).Errors
                )
                .Id,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("Export-MempalaceTemplate report.css -PassThru")]
    [InlineData("Export-MempalaceSchedule out -Scheduler Cron -Source OpenCode -PassThru")]
    [InlineData("Show-MempalaceSchedule")]
    public void Files_come_with_what_the_table_of_files_shows(string command) =>
        Assert.All(
            bed.Works($"{command} | ForEach-Object {{ \"$($_.PSParentPath)|$($_.UnixMode)\" }}").Output,
            line => Assert.Matches(@"::/.+\|-r", line)
        );
}
