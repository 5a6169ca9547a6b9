using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads what a service mines.</summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="service">The service, with its drop-ins.</param>
/// <param name="unit">Its name.</param>
internal sealed class UnitService(HostEnvironment environment, UnitFile service, string unit)
{
    /// <summary>Settings that need not be taken over: what they are for, ours do in their own way.</summary>
    private static readonly string[] InService =
    [
        "Type",
        "ExecStart",
        "ExecStartPre",
        "ExecStartPost",
        "ExecStopPost",
        "ExecCondition",
        "Environment",
        "TimeoutStartSec",
        "TimeoutSec",
        "TimeoutStopSec",
        "RuntimeMaxSec",
        "Nice",
        "IOSchedulingClass",
        "IOSchedulingPriority",
        "CPUSchedulingPolicy",
        "KillMode",
        "StandardOutput",
        "StandardError",
        "SyslogIdentifier",
        "WorkingDirectory",
        "Restart",
        "RemainAfterExit",
        "SuccessExitStatus",
    ];

    private static readonly string[] InUnit =
    [
        "Description",
        "Documentation",
        "After",
        "Before",
        "Wants",
        "ConditionPathExists",
        "ConditionFileIsExecutable",
        "StartLimitIntervalSec",
        "StartLimitBurst",
    ];

    private readonly UnitSpecifiers specifiers = new(environment, unit);

    /// <summary>Reads it.</summary>
    /// <exception cref="NotUnderstoodException">It cannot be told for certain.</exception>
    public (AdoptedCommand Command, IReadOnlyDictionary<string, string> Variables, TimeSpan TimeLimit) Read()
    {
        CheckKeys();
        var variables = Variables();
        var command = Words(Only("ExecStart"), Known(variables)) is { } words
            ? new MineWords(environment, Known(variables)).Read(new ShellCommand(words))
            : throw new NotUnderstoodException("it runs nothing");
        CheckConditions(command);
        foreach (var guard in service.All("Service", "ExecCondition"))
            CheckGuard(Words(guard, Known(variables)), command, Known(variables));
        foreach (var key in new[] { "ExecStartPre", "ExecStartPost", "ExecStopPost" })
        foreach (var line in service.All("Service", key))
            if (!IsHousekeeping(Words(line, Known(variables))))
                throw new NotUnderstoodException($"the service has {key}={line}");
        return (command, variables, TimeLimit());
    }

    private void CheckKeys()
    {
        var strange = service.Sections.FirstOrDefault(section =>
            section is not ("Unit" or "Service" or "Install") && !section.StartsWith("X-", StringComparison.Ordinal)
        );
        if (strange is not null)
            throw new NotUnderstoodException($"the service has a section [{strange}]");
        var other =
            service
                .Keys("Service")
                .FirstOrDefault(key => !InService.Contains(key) && !key.StartsWith("X-", StringComparison.Ordinal))
            ?? service
                .Keys("Unit")
                .FirstOrDefault(key => !InUnit.Contains(key) && !key.StartsWith("X-", StringComparison.Ordinal));
        if (other is not null)
            throw new NotUnderstoodException($"the service has {other}=");
        if (service.Last("Service", "Type") is { } type and not ("oneshot" or "simple" or "exec"))
            throw new NotUnderstoodException($"the service has Type={type}");
        if (service.Last("Service", "Restart") is { } restart and not "no")
            throw new NotUnderstoodException($"the service has Restart={restart}");
        if (
            service
                .All("Unit", "Wants")
                .SelectMany(UnitWords.Split)
                .FirstOrDefault(unit => !unit.EndsWith(".target", StringComparison.Ordinal)) is
            { } wanted
        )
            throw new NotUnderstoodException($"the service has Wants={wanted}");
        if (service.Flag("Service", "RemainAfterExit", false))
            throw new NotUnderstoodException("the service has RemainAfterExit=");
        if (
            service.Last("Service", "WorkingDirectory") is { } folder
            && folder != "~"
            && specifiers.Expand(folder.TrimStart('-')).TrimEnd('/') != environment.Home
        )
            throw new NotUnderstoodException($"it works in the folder '{folder}'");
    }

    private string Only(string key) =>
        service.All("Service", key) is [var only]
            ? only
            : throw new NotUnderstoodException($"the service has not just one {key}=");

    private Dictionary<string, string> Variables()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (
            var word in service.All("Service", "Environment").SelectMany(UnitWords.Split).Select(specifiers.Expand)
        )
        {
            if (word.Split('=', 2) is not [var name, var value] || !VariableName.IsValid(name))
                throw new NotUnderstoodException($"Environment={word} sets no variable");
            variables[name] = value;
        }
        return variables;
    }

    /// <summary>What a command of the service can name: its variables, and those that every user manager has.</summary>
    private IReadOnlyDictionary<string, string> Known(Dictionary<string, string> variables) =>
        MineWords.Merged(
            new Dictionary<string, string>
            {
                ["HOME"] = environment.Home,
                ["USER"] = environment.UserName,
                ["LOGNAME"] = environment.UserName,
                ["XDG_RUNTIME_DIR"] = specifiers.RuntimeFolder,
            },
            variables
        );

    /// <summary>The words of a command line, without the signs that may stand before it.</summary>
    private List<string> Words(string line, IReadOnlyDictionary<string, string> variables)
    {
        line = line.TrimStart('-');
        if (line is ['@' or ':' or '+' or '!' or '|', ..])
            throw new NotUnderstoodException($"a command of the service begins with '{line[0]}'");
        var words = UnitWords.Split(line).Select(specifiers.Expand).ToList();
        if (words.Contains(";"))
            throw new NotUnderstoodException("a command line of the service has several commands");
        return [.. UnitWords.Expand(words, variables)];
    }

    private void CheckConditions(AdoptedCommand command)
    {
        foreach (var key in new[] { "ConditionPathExists", "ConditionFileIsExecutable" })
        {
            foreach (var condition in service.All("Unit", key))
            {
                if (condition.StartsWith('!') && IsLock(specifiers.Expand(condition[1..])))
                    continue;
                if (condition is ['!' or '|', ..])
                    throw new NotUnderstoodException($"the service has {key}={condition}");
                new Guard([new ShellCommand(["test", "-e", specifiers.Expand(condition)])]).Check(command, environment);
            }
        }
    }

    private void CheckGuard(List<string> words, AdoptedCommand command, IReadOnlyDictionary<string, string> variables)
    {
        var pipeline = Pipeline(words, variables);
        (
            Guard.Of(pipeline)
            ?? throw new NotUnderstoodException("the service has an ExecCondition= that is not known")
        ).Check(command, environment);
    }

    /// <summary>Whether it only keeps a lock file, which our launcher has by itself, or makes a folder for a log.</summary>
    private bool IsHousekeeping(List<string> words) =>
        Pipeline(words, new Dictionary<string, string> { ["HOME"] = environment.Home }) is [var only]
        && only switch
        {
            { Program: "touch", Words: [_, var path] } => IsLock(path),
            { Program: "rm", Words: [_, "-f", var path] } => IsLock(path),
            { Program: "rm", Words: [_, var path] } => IsLock(path),
            { Program: "mkdir", Words: [_, "-p", _] } => true,
            { Program: "true" } => true,
            _ => false,
        };

    private bool IsLock(string path) =>
        path.StartsWith(specifiers.RuntimeFolder + "/", StringComparison.Ordinal)
        && path.EndsWith(".lock", StringComparison.Ordinal);

    /// <summary>One command, by itself or in a shell.</summary>
    private static IReadOnlyList<ShellCommand> Pipeline(
        List<string> words,
        IReadOnlyDictionary<string, string> variables
    )
    {
        var command = new ShellCommand(words);
        if (command is not { Program: "sh" or "bash" or "dash", Words: [_, "-c", var text] })
            return [command];
        return new ShellReader(text, variables).Read() is [var statement]
            ? statement.Pipeline
            : throw new NotUnderstoodException("a shell text of the service has several commands");
    }

    private TimeSpan TimeLimit()
    {
        var keys =
            service.Last("Service", "Type") == "oneshot"
                ? new[] { "TimeoutStartSec", "TimeoutSec" }
                : ["RuntimeMaxSec"];
        var text = keys.Select(key => service.Last("Service", key)).FirstOrDefault(value => value is not null);
        if (text is null)
            return TimeSpan.Zero;
        return UnitTime.TryParse(text, out var limit)
            ? limit
            : throw new NotUnderstoodException($"'{text}' is no time");
    }
}
