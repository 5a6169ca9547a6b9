using MempalaceSched.SystemTests.Cron;
using MempalaceSched.SystemTests.Launchd;
using MempalaceSched.SystemTests.PowerShell;
using MempalaceSched.SystemTests.Systemd;

namespace MempalaceSched.SystemTests.Conformance;

/// <summary>The schedulers in the conformance suite, each with a bed and a test class.</summary>
public sealed class CronConformance()
    : ConformanceBed(SchedulerKind.Cron, () => InCronBed.Run(SchedulerKind.Cron, other: SchedulerKind.Embedded))
{
    public override int NativeLines => 2; // the calendar line and the @reboot line
}

public sealed class CronConformanceTests(CronConformance bed) : ConformanceTests<CronConformance>(bed);

public sealed class EmbeddedConformance()
    : ConformanceBed(SchedulerKind.Embedded, () => InCronBed.Run(SchedulerKind.Embedded, other: SchedulerKind.Cron))
{
    public override string Idle => "NotRunning"; // the embedded scheduler is not started
}

public sealed class EmbeddedConformanceTests(EmbeddedConformance bed) : ConformanceTests<EmbeddedConformance>(bed);

public sealed class SystemdConformance()
    : ConformanceBed(
        SchedulerKind.Systemd,
        () =>
            Bed.Run(
                "../../Conformance/Scenario",
                new BedOptions
                {
                    Variables = new Dictionary<string, string>
                    {
                        ["CONFORMANCE_PROJECT"] = "/srv/project",
                        ["CONFORMANCE_SCHEDULER"] = nameof(SchedulerKind.Systemd),
                        ["CONFORMANCE_OTHER"] = nameof(SchedulerKind.Embedded),
                    },
                }
            )
    )
{
    public override int NativeLines => 2; // a service and a timer

    public override int DisabledLines => 2; // both unit files stay; only the link is removed
}

public sealed class SystemdConformanceTests(SystemdConformance bed) : ConformanceTests<SystemdConformance>(bed);

public sealed class LaunchdConformance() : ConformanceBed(SchedulerKind.Launchd, OnMac.Run)
{
    public override int NativeLines => 1; // an agent
}

public sealed class LaunchdConformanceTests(LaunchdConformance bed) : ConformanceTests<LaunchdConformance>(bed);

/// <summary>Runs the scenario with the stand-in for launchctl.</summary>
internal static class OnMac
{
    public static Systemd.Report Run()
    {
        using var mac = new Mac();
        _ = mac.StandIn; // only the stand-in can simulate an occurrence, which the scenario needs
        Directory.Delete(mac.InHome(".local/share/opencode"), recursive: true);
        mac.Variables["CONFORMANCE_PROJECT"] = Mac.Root;
        mac.Variables["CONFORMANCE_SCHEDULER"] = nameof(SchedulerKind.Launchd);
        mac.Variables["CONFORMANCE_OTHER"] = nameof(SchedulerKind.Embedded);
        foreach (var (name, value) in PowerShellProgram.Variables)
            mac.Variables[name] = value;
        var script = PowerShellProgram.Run(Mac.Root, "tests/MempalaceSched.SystemTests/Conformance/Scenario.ps1");
        var run = mac.Run(script[0], [.. script.Skip(1)]);
        return new Systemd.Report("conformance of Launchd", run.ExitCode, run.Output, run.Error);
    }
}

/// <summary>
/// Runs the scenario in the cron bed. Schedulers that only need a separate user also use this bed.
/// </summary>
internal static class InCronBed
{
    public static Systemd.Report Run(SchedulerKind scheduler, SchedulerKind other)
    {
        using var facts = CronBed.Run(
            "conformance",
            variables: [("SCHEDULER", scheduler.ToString()), ("OTHER", other.ToString())]
        );
        return new Systemd.Report(
            $"conformance of {scheduler}",
            int.Parse(facts.Text("report.code"), System.Globalization.CultureInfo.InvariantCulture),
            facts.Text("report"),
            facts.Text("report.err") + facts.Said
        );
    }
}
