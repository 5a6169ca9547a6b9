using System.Management.Automation;
using MempalaceSched.Errors;

namespace MempalaceSched.Commands;

/// <summary>Faults as PowerShell knows them.</summary>
internal static class ErrorRecords
{
    /// <param name="fault">What went wrong.</param>
    /// <param name="engineShowsWayOut">Whether this PowerShell prints the recommended action by itself (7.5 and later do).</param>
    public static ErrorRecord From(MempalaceException fault, bool engineShowsWayOut) =>
        new(fault, fault.Id, Category(fault.Kind), fault.Target)
        {
            ErrorDetails = new ErrorDetails(engineShowsWayOut ? fault.Message : $"{fault.Message} {fault.WayOut}")
            {
                RecommendedAction = fault.WayOut,
            },
        };

    private static ErrorCategory Category(FaultKind kind) =>
        kind switch
        {
            FaultKind.NotFound => ErrorCategory.ObjectNotFound,
            FaultKind.AlreadyExists => ErrorCategory.ResourceExists,
            FaultKind.BadValue => ErrorCategory.InvalidArgument,
            FaultKind.Unavailable => ErrorCategory.ResourceUnavailable,
            FaultKind.InUse => ErrorCategory.ResourceBusy,
            FaultKind.TimedOut => ErrorCategory.OperationTimeout,
            _ => ErrorCategory.InvalidResult,
        };
}
