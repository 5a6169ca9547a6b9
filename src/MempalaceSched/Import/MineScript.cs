using System.Globalization;
using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>Reads what a shell text mines: one command, with guards and preparations before it.</summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="variables">The variables that the shell has.</param>
/// <param name="inContainer">Whether it is a shell in a container.</param>
internal sealed class MineScript(
    HostEnvironment environment,
    IReadOnlyDictionary<string, string> variables,
    bool inContainer = false
)
{
    private readonly Dictionary<string, string> exported = new(StringComparer.Ordinal);
    private readonly List<Guard> guards = [];
    private TimeSpan? delay;
    private AdoptedCommand? mine;

    /// <exception cref="NotUnderstoodException">It cannot be told what the text mines.</exception>
    public AdoptedCommand Read(string text)
    {
        var statements = Flat(new ShellReader(text, variables).Read());
        for (var i = 0; i < statements.Count; i++)
        {
            var (pipeline, then) = (statements[i].Pipeline, statements[i].Then);
            if (mine is not null)
                CheckAfter(pipeline, statements[i - 1].Then);
            else if (Guard.Of(pipeline) is { } guard)
            {
                guards.Add(guard);
                if (
                    then == "||"
                    && i + 2 < statements.Count
                    && statements[i + 1] is { Pipeline: [{ Words: ["exit"] or ["exit", "0"] }], Then: ";" }
                )
                    i++;
                else if (then != "&&")
                    throw new NotUnderstoodException("what it does with the answer to a question is not clear");
            }
            else if (pipeline.Count > 1)
                throw new NotUnderstoodException("its output goes into another program");
            else if (!Prepares(pipeline[0]))
            {
                mine = new MineWords(environment, variables, inContainer).Read(pipeline[0]);
                continue;
            }
            else if (then == "||")
                throw new NotUnderstoodException("its shell text has '||'");
        }
        if (mine is null)
            throw new NotUnderstoodException("it does not mine");
        mine = mine with
        {
            Variables = MineWords.Merged(exported, mine.Variables),
            RandomDelay = mine.RandomDelay ?? delay,
        };
        foreach (var guard in guards)
            guard.Check(mine, environment);
        return mine;
    }

    /// <summary>What only prepares a mine, and what our launcher does by itself or does not need.</summary>
    private bool Prepares(ShellCommand command)
    {
        switch (command.Program)
        {
            case ""
                when command.Assignments.Keys.All(name =>
                    !variables.ContainsKey(name) || name is "CONTAINER" or "CONTAINER_USER"
                ):
                return true;
            case "export" when command.Words.Skip(1).All(word => word.Contains('=', StringComparison.Ordinal)):
                foreach (var pair in command.Words.Skip(1).Select(word => word.Split('=', 2)))
                    exported[pair[0]] = pair[1];
                return true;
            case "cd"
                when command.Words is [_]
                    || command.Words is [_, var folder] && folder.TrimEnd('/') == environment.Home && !inContainer:
            case "mkdir" when command.Words is [_, "-p", _]:
                return true;
            case "sleep"
                when command.Words is [_, var time] && time.StartsWith(ShellWord.RandomBelow, StringComparison.Ordinal):
                delay = TimeSpan.FromSeconds(
                    int.Parse(time.AsSpan(ShellWord.RandomBelow.Length), CultureInfo.InvariantCulture)
                );
                return true;
            default:
                return false;
        }
    }

    /// <summary>After the mine nothing may come that does something.</summary>
    private static void CheckAfter(IReadOnlyList<ShellCommand> pipeline, string before)
    {
        if (before != "&&" && pipeline is [{ Words: ["true"] or [":"] or ["exit"] or ["exit", "0"] }])
            return;
        throw new NotUnderstoodException($"it does something else too: {string.Join(' ', pipeline[0].Words)}");
    }

    /// <summary><c>if GUARD; then MINE; fi</c> as <c>GUARD &amp;&amp; MINE</c>.</summary>
    private static IReadOnlyList<ShellStatement> Flat(IReadOnlyList<ShellStatement> statements)
    {
        if (statements.All(statement => !Keywords.Contains(First(statement))))
            return statements;
        if (
            statements is [{ Then: ";" } guard, { Then: ";" } mine, { Pipeline: [{ Words: ["fi"] }], Then: "" or ";" }]
            && First(guard) == "if"
            && First(mine) == "then"
        )
            return [WithoutFirst(guard) with { Then = "&&" }, WithoutFirst(mine) with { Then = "" }];
        throw new NotUnderstoodException($"its shell text has '{statements.Select(First).First(Keywords.Contains)}'");
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
