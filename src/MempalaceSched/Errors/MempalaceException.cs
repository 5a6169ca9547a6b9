namespace MempalaceSched.Errors;

/// <summary>The kind of an error. It determines the error category that PowerShell shows.</summary>
internal enum ErrorKind
{
    NotFound,
    AlreadyExists,
    InvalidValue,
    Unavailable,
    CommandFailed,
    InUse,
    TimedOut,
}

/// <summary>An error of this module: what happened, and what to do about it.</summary>
public sealed class MempalaceException : Exception
{
    internal MempalaceException(
        string id,
        ErrorKind kind,
        string message,
        string recommendation,
        object? target = null,
        Exception? cause = null
    )
        : base(message, cause)
    {
        Id = id;
        Kind = kind;
        Recommendation = recommendation;
        Target = target;
    }

    /// <summary>The error id, such as <c>ScheduleNotFound</c>. Scripts can rely on it.</summary>
    public string Id { get; }

    /// <summary>What to do about the error. PowerShell shows it as the recommended action.</summary>
    public string Recommendation { get; }

    /// <summary>The kind of the error.</summary>
    internal ErrorKind Kind { get; }

    /// <summary>The object that the operation failed on: the name of a schedule, a path, or a value.</summary>
    internal object? Target { get; }

    /// <summary>The same error with one more sentence.</summary>
    internal MempalaceException With(string sentence) =>
        new(
            Id,
            Kind,
            $"{Message}{(Message is [.., '.' or '!' or '?'] ? "" : ".")} {sentence}",
            Recommendation,
            Target,
            this
        );
}
