using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;

namespace MempalaceSched.Host;

/// <summary>The program as the engine sees it.</summary>
internal sealed class ConsoleHost(ConsoleUserInterface userInterface) : PSHost
{
    /// <summary>The code that a script gave to <c>exit</c>, if it did.</summary>
    public int? RequestedExitCode { get; private set; }

    /// <inheritdoc/>
    public override string Name => "mempalace-sched";

    /// <inheritdoc/>
    public override Version Version { get; } = typeof(ConsoleHost).Assembly.GetName().Version!;

    /// <inheritdoc/>
    public override Guid InstanceId { get; } = Guid.NewGuid();

    /// <inheritdoc/>
    public override PSHostUserInterface UI => userInterface;

    /// <inheritdoc/>
    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;

    /// <inheritdoc/>
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;

    /// <inheritdoc/>
    public override void SetShouldExit(int exitCode) => RequestedExitCode = exitCode;

    /// <summary>Not offered: there is no prompt to nest.</summary>
    public override void EnterNestedPrompt() =>
        throw new PSNotSupportedException("mempalace-sched has no nested prompt.");

    /// <summary>Not offered: there is no prompt to nest.</summary>
    public override void ExitNestedPrompt() =>
        throw new PSNotSupportedException("mempalace-sched has no nested prompt.");

    /// <inheritdoc/>
    public override void NotifyBeginApplication() { }

    /// <inheritdoc/>
    public override void NotifyEndApplication() { }
}
