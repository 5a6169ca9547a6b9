namespace MempalaceSched.Tests.Engine;

public sealed class GetTests(EngineProcess engine) : IDisposable
{
    private readonly Bed bed = new(engine);

    public void Dispose() => bed.Dispose();

    [Fact]
    public void Nothing_installed_is_no_output_and_no_process()
    {
        Assert.Empty(bed.Works("Get-MempalaceSchedule").Output);
        Assert.Empty(bed.Calls);
    }

    [Fact]
    public void One_process_tells_of_all_and_one_of_what_is_left_in_the_crontab()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi, Claude");
        File.Delete(bed.Home["standin/crontab-calls"]);
        var before = bed.Calls.Length;
        var response = bed.Works("Get-MempalaceSchedule");
        Assert.Equal(3, response.Output.Count);
        Assert.All(response.Types, type => Assert.Equal("MempalaceSched.Schedule", type));
        Assert.Equal(before + 1, bed.Calls.Length);
        Assert.Equal(["-l"], File.ReadAllLines(bed.Home["standin/crontab-calls"]));
    }

    [Fact]
    public void Names_wildcards_and_filters_choose()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi, Claude");
        Assert.Equal(["mempalace-pi-session", "mempalace-session"], Names("*-session"));
        Assert.Equal(["mempalace-session"], Names("Mempalace-Session"));
        Assert.Equal(["mempalace-session"], Names("mempalace-session, mempalace-s*"));
        Assert.Equal(["mempalace-claude"], Names("-Source Claude"));
        Assert.Equal(["mempalace-claude", "mempalace-session"], Names("-Source Claude, OpenCode"));
        Assert.Equal(3, Names("-Scheduler Systemd").Count);
        Assert.Equal(3, Names("-Scheduler Auto").Count);
        Assert.Empty(Names("no*"));
        Assert.Equal(
            ["mempalace-claude"],
            bed.Works("'mempalace-claude' | Get-MempalaceSchedule | ForEach-Object Name").Output
        );
    }

    [Fact]
    public void A_literal_name_that_is_not_there_is_an_error_and_the_others_come()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var response = bed.Run("Get-MempalaceSchedule nope, mempalace-session, '' | ForEach-Object Name");
        Assert.Equal(["mempalace-session"], response.Output);
        Assert.Equal(2, response.Errors.Count);
        Assert.All(
            response.Errors,
            error => Assert.Equal("ScheduleNotFound,MempalaceSched.Commands.GetMempalaceScheduleCommand", error.Id)
        );
        Assert.Equal("nope", response.Errors[0].Target);
        Assert.Contains("mempalace-session", response.Errors[0].Advice!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_definition_does_not_hide_the_others()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("config/mempalace-sched/broken.json", "{");
        var response = bed.Run("Get-MempalaceSchedule | ForEach-Object Name");
        Assert.Equal(["mempalace-session"], response.Output);
        Assert.StartsWith("DefinitionUnreadable,", Assert.Single(response.Errors).Id, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_the_scheduler_cannot_be_asked_the_definitions_still_come()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        bed.Home.Write("standin/fail-show", "Failed to connect to bus");
        var response = bed.Works("Get-MempalaceSchedule | ForEach-Object { \"$($_.State) $($null -eq $_.NextRun)\" }");
        Assert.Equal(["Unreachable True"], response.Output);
        Assert.Contains("Failed to connect to bus", Assert.Single(response.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_timer_that_is_gone_is_missing_and_a_stopped_one_disabled()
    {
        bed.Works("Install-MempalaceSchedule OpenCode, Pi");
        File.Delete(bed.Home["config/systemd/user/mempalace-session.timer"]);
        File.Delete(bed.Home["standin/active/mempalace-pi-session.timer"]);
        Assert.Equal(
            ["Disabled False", "Missing False"],
            bed.Works("Get-MempalaceSchedule | ForEach-Object { \"$($_.State) $($_.Enabled)\" }").Output
        );
    }

    [Fact]
    public void The_table_has_what_one_looks_for_first()
    {
        bed.Works("Install-MempalaceSchedule OpenCode");
        var lines = bed.Works("Get-MempalaceSchedule | Out-Default")
            .Host.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Matches(@"^Name +Source +Scheduler +At +Health +Next run +Last run +Outcome$", Plain(lines[0]));
        Assert.Matches(
            @"^mempalace-session +OpenCode +Systemd +Mon .*03:00.* +" + Bed.Well + " +2027-01-04 03:12$",
            Plain(lines[^1])
        );
    }

    [Theory]
    [InlineData("-Name $null")]
    [InlineData("-Source $null")]
    [InlineData("-Scheduler $null")]
    public void Null_is_refused_by_the_binder(string arguments)
    {
        var response = bed.Run($"Get-MempalaceSchedule {arguments}");
        Assert.StartsWith(
            "ParameterArgumentValidationError",
            (response.Ended ?? Assert.Single(response.Errors)).Id,
            StringComparison.Ordinal
        );
    }

    private List<string> Names(string arguments) =>
        bed.Works($"Get-MempalaceSchedule {arguments} | ForEach-Object Name").Output;

    private static string Plain(string line) =>
        System.Text.RegularExpressions.Regex.Replace(line, "\u001b\\[[0-9;]*m", "").TrimEnd();
}
