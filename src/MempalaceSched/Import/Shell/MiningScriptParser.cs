using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>
/// Reads what a shell script mines. The script can contain one mining command, with preconditions and preparations
/// before it.
/// </summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="variables">The environment variables of the shell.</param>
/// <param name="inContainer">Whether the shell runs in a container.</param>
internal sealed class MiningScriptParser(
    HostEnvironment environment,
    IReadOnlyDictionary<string, string> variables,
    bool inContainer = false
)
{
    private readonly Dictionary<string, string> exported = new(StringComparer.Ordinal);
    private readonly List<Precondition> preconditions = [];
    private TimeSpan? delay;
    private AdoptedCommand? command;

    /// <summary>Reads a script.</summary>
    /// <exception cref="NotUnderstoodException">It is not certain what the script mines.</exception>
    public AdoptedCommand Parse(string text)
    {
        var statements = WithoutIf(new ShellReader(text, variables).Read());
        for (var i = 0; i < statements.Count; i++)
        {
            var (pipeline, then) = (statements[i].Pipeline, statements[i].Then);
            if (command is not null)
                CheckAfter(pipeline, statements[i - 1].Then);
            else if (Precondition.From(pipeline) is { } precondition)
            {
                preconditions.Add(precondition);
                if (
                    then == "||"
                    && i + 2 < statements.Count
                    && statements[i + 1] is { Pipeline: [{ Words: ["exit"] or ["exit", "0"] }], Then: ";" }
                )
                    i++;
                else if (then != "&&")
                    throw new NotUnderstoodException("it is not clear what happens if a test fails");
            }
            else if (pipeline.Count > 1)
                throw new NotUnderstoodException("its output is piped to another program");
            else if (!IsPreparation(pipeline[0]))
            {
                command = new MiningCommandParser(environment, variables, inContainer).Parse(pipeline[0]);
                continue;
            }
            else if (then == "||")
                throw new NotUnderstoodException("its script contains '||'");
        }
        if (command is null)
            throw new NotUnderstoodException("it does not mine");
        command = command with
        {
            Variables = MiningCommandParser.Merge(exported, command.Variables),
            RandomDelay = command.RandomDelay ?? delay,
        };
        foreach (var precondition in preconditions)
            precondition.Check(command, environment);
        return command;
    }

    /// <summary>
    /// Whether a statement only prepares the run. Its effect is recorded, or the launcher does the same or does not
    /// need it.
    /// </summary>
    private bool IsPreparation(ShellCommand statement)
    {
        switch (statement.Program)
        {
            case ""
                when statement.Assignments.Keys.All(name =>
                    !variables.ContainsKey(name) || name is "CONTAINER" or "CONTAINER_USER"
                ):
                return true;
            case "export" when statement.Words.Skip(1).All(word => word.Contains('=', StringComparison.Ordinal)):
                foreach (var pair in statement.Words.Skip(1).Select(word => word.Split('=', 2)))
                    exported[pair[0]] = pair[1];
                return true;
            case "cd"
                when statement.Words is [_]
                    || statement.Words is [_, var folder] && folder.TrimEnd('/') == environment.Home && !inContainer:
            case "mkdir" when statement.Words is [_, "-p", _]:
                return true;
            case "sleep"
                when statement.Words is [_, var time]
                    && time.StartsWith(ShellWordReader.RandomBelow, StringComparison.Ordinal):
                delay = TimeSpan.FromSeconds(
                    int.Parse(time.AsSpan(ShellWordReader.RandomBelow.Length), CultureInfo.InvariantCulture)
                );
                return true;
            default:
                return false;
        }
    }

    /// <summary>Rejects a command after the mining command, unless it only sets the exit code to 0.</summary>
    private static void CheckAfter(IReadOnlyList<ShellCommand> pipeline, string before)
    {
        if (before != "&&" && pipeline is [{ Words: ["true"] or [":"] or ["exit"] or ["exit", "0"] }])
            return;
        throw new NotUnderstoodException($"it also runs another command: {string.Join(' ', pipeline[0].Words)}");
    }

    /// <summary>Converts <c>if TEST; then COMMAND; fi</c> to <c>TEST &amp;&amp; COMMAND</c>.</summary>
    private static IReadOnlyList<ShellStatement> WithoutIf(IReadOnlyList<ShellStatement> statements)
    {
        if (statements.All(statement => !Keywords.Contains(First(statement))))
            return statements;
        if (
            statements is [{ Then: ";" } test, { Then: ";" } body, { Pipeline: [{ Words: ["fi"] }], Then: "" or ";" }]
            && First(test) == "if"
            && First(body) == "then"
        )
            return [WithoutFirst(test) with { Then = "&&" }, WithoutFirst(body) with { Then = "" }];
        throw new NotUnderstoodException($"its script contains '{statements.Select(First).First(Keywords.Contains)}'");
    }

    private static readonly string[] Keywords =
    [
        "if",
        "then",
        "else",
        "elif",
        "fi",
        "for",
        "while",
        "until",
        "do",
        "done",
        "case",
        "esac",
        "function",
    ];

    private static string First(ShellStatement statement) =>
        statement.Pipeline[0].Words is [var first, ..] ? first : "";

    private static ShellStatement WithoutFirst(ShellStatement statement) =>
        statement with
        {
            Pipeline = [new ShellCommand([.. statement.Pipeline[0].Words.Skip(1)]), .. statement.Pipeline.Skip(1)],
        };
}
