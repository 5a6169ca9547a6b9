namespace MempalaceSched.Errors;

/// <summary>What an error is about, for code that treats errors by kind and not by id.</summary>
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

/// <summary>An error of this module. It has an id, says what happened on what, and says what to do about it.</summary>
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

    /// <summary>What the error is about.</summary>
    internal ErrorKind Kind { get; }

    /// <summary>The object that the operation failed on: the name of a schedule, a path, or a value.</summary>
    internal object? Target { get; }

    /// <summary>The same error with one more sentence.</summary>
    internal MempalaceException With(string sentence) =>
        new(Id, Kind, $"{Message.TrimEnd('.')}. {sentence}", Recommendation, Target, this);
}
