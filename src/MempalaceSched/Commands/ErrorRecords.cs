using System.Collections;
using System.Management.Automation;
using MempalaceSched.Errors;

namespace MempalaceSched.Commands;

/// <summary>Creates error records.</summary>
internal static class ErrorRecords
{
    private static readonly Version ShowsRecommendations = new(7, 5);

    /// <summary>The error record for an exception.</summary>
    /// <param name="error">The exception.</param>
    /// <param name="session">The session, which tells the version of PowerShell.</param>
    public static ErrorRecord From(MempalaceException error, SessionState session)
    {
        // PowerShell 7.5 and later print the recommended action. For older versions it is part of the message.
        var message = ShowsRecommendation(session) ? error.Message : $"{error.Message} {error.Recommendation}";
        return new ErrorRecord(error, error.Id, Category(error.Kind), error.Target)
        {
            ErrorDetails = new ErrorDetails(message) { RecommendedAction = error.Recommendation },
        };
    }

    private static bool ShowsRecommendation(SessionState session) =>
        (session.PSVariable.GetValue("PSVersionTable") as IDictionary)?["PSVersion"] is { } version
        && Version.TryParse(version.ToString()!.Split('-', '+')[0], out var parsed)
        && parsed >= ShowsRecommendations;

    private static ErrorCategory Category(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.NotFound => ErrorCategory.ObjectNotFound,
            ErrorKind.AlreadyExists => ErrorCategory.ResourceExists,
            ErrorKind.InvalidValue => ErrorCategory.InvalidArgument,
            ErrorKind.Unavailable => ErrorCategory.ResourceUnavailable,
            ErrorKind.InUse => ErrorCategory.ResourceBusy,
            ErrorKind.TimedOut => ErrorCategory.OperationTimeout,
            _ => ErrorCategory.InvalidResult,
        };
}
