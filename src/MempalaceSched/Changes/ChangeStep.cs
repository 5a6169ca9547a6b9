using MempalaceSched.Errors;
using MempalaceSched.Processes;

namespace MempalaceSched.Changes;

/// <summary>One change to the machine that can be undone.</summary>
internal abstract record ChangeStep
{
    /// <summary>What it does, in a few words.</summary>
    public abstract string Description { get; }
}

/// <summary>Writes a file.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Content">All of its text.</param>
/// <param name="Mode">Its permissions.</param>
/// <param name="Mark">What a file there must contain to be ours; without it the file is somebody else's.</param>
internal sealed record WriteFile(string Path, string Content, UnixFileMode Mode, string Mark) : ChangeStep
{
    /// <summary>For a file that all schedules share: what it is. A preview shows that instead of the text. Null for other files.</summary>
    public string? Summary { get; init; }

    /// <summary>Whether all schedules share the file, so that it tells nothing about any one of them.</summary>
    public bool IsShared => Summary is not null;

    public override string Description => $"write {Path}";
}

/// <summary>Makes a folder, and those above it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record MakeFolder(string Path) : ChangeStep
{
    public override string Description => $"make the folder {Path}";
}

/// <summary>Deletes a file, if it is there and ours.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Mark">What it must contain to be ours; empty when the place alone says so.</param>
internal sealed record DeleteFile(string Path, string Mark) : ChangeStep
{
    public override string Description => $"delete {Path}";
}

/// <summary>Deletes a file that is somebody else's, and keeps a copy of it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record SetAsideFile(string Path) : ChangeStep
{
    public override string Description => $"delete {Path} (a copy is kept)";
}

/// <summary>Gives a file another name, with its time, unless one of that name is there.</summary>
/// <param name="Path">Its path.</param>
/// <param name="To">Its new path.</param>
internal sealed record MoveFile(string Path, string To) : ChangeStep
{
    public override string Description => $"move {Path} to {To}";
}

/// <summary>Deletes a folder with all that is in it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record DeleteFolder(string Path) : ChangeStep
{
    public override string Description => $"delete the folder {Path}";
}

/// <summary>Deletes a folder if nothing is left in it.</summary>
/// <param name="Path">Its path.</param>
internal sealed record DeleteEmptyFolder(string Path) : ChangeStep
{
    public override string Description => $"delete the folder {Path} if it is empty";
}

/// <summary>A file that a later command makes by itself: not there before, it is deleted when all is undone.</summary>
/// <param name="Path">Its path.</param>
internal sealed record ByProduct(string Path) : ChangeStep
{
    public override string Description => $"(undo: delete {Path})";
}

/// <summary>Runs a command.</summary>
/// <param name="Command">The command; null for a step that matters only when all is undone.</param>
/// <param name="Undo">What takes it back; null when there is nothing to take back.</param>
/// <param name="WayOut">What to do when it fails.</param>
internal sealed record RunCommand(ProcessCommand? Command, ProcessCommand? Undo, string WayOut) : ChangeStep
{
    /// <summary>Its failure does not matter: it only tidies up.</summary>
    public bool MayFail { get; init; }

    /// <summary>Its failure has a name of its own; null for SchedulerCommandFailed. Such a command does all or nothing: failed, it is not undone.</summary>
    public Func<ProcessResult, MempalaceException>? Failure { get; init; }

    public override string Description => Command is null ? $"(undo: {Undo})" : $"run {Command}";
}
