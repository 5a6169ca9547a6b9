namespace MempalaceSched.UseCases;

/// <summary>Asks whether a change is to be made.</summary>
/// <param name="action">What will be done, as in "Install the schedule 'x' on systemd".</param>
/// <param name="question">The same as a question.</param>
/// <param name="preview">Describes the change in full. It is called only when the answer shows it.</param>
/// <param name="cancellation">Cancels the preview.</param>
internal delegate Task<bool> ConfirmChange(
    string action,
    string question,
    Func<CancellationToken, Task<string>> preview,
    CancellationToken cancellation
);

/// <summary>How a use case treats changes.</summary>
/// <param name="IsPreview">
/// Whether changes are only shown. Then a scheduler or engine that is not available is a warning, not an error.
/// </param>
/// <param name="AskAsync">Shows or asks about one change.</param>
internal sealed record Confirmation(bool IsPreview, ConfirmChange AskAsync);
