namespace MempalaceSched.Errors;

/// <summary>What a fault of this module is about, for those who sort faults by kind and not by id.</summary>
internal enum FaultKind
{
    NotFound,
    AlreadyExists,
    BadValue,
    Unavailable,
    CommandFailed,
    InUse,
    TimedOut,
}

/// <summary>A fault with a name, a message that says what failed on what, and the way out.</summary>
/// <param name="id">The error id that scripts match on, such as <c>ScheduleNotFound</c>.</param>
/// <param name="kind">What the fault is about.</param>
/// <param name="message">What failed, and on what.</param>
/// <param name="wayOut">What to do now.</param>
/// <param name="target">The thing that it failed on: a schedule name, a path, a value.</param>
/// <param name="cause">The exception below, if any.</param>
internal sealed class MempalaceException(
    string id,
    FaultKind kind,
    string message,
    string wayOut,
    object? target = null,
    Exception? cause = null
) : Exception(message, cause)
{
    public string Id { get; } = id;

    public FaultKind Kind { get; } = kind;

    public string WayOut { get; } = wayOut;

    public object? Target { get; } = target;

    /// <summary>The same fault with more said about it.</summary>
    public MempalaceException With(string more) =>
        new(Id, Kind, $"{Message.TrimEnd('.')}. {more}", WayOut, Target, this);
}
