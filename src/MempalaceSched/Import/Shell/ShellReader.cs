using MempalaceSched.Platform;

namespace MempalaceSched.Import.Shell;

/// <summary>
/// Reads the part of the POSIX shell language whose meaning is known without running it: words, quotes, variables with
/// a known value, redirections, and the operators between commands. Everything else is rejected.
/// </summary>
/// <param name="text">The script.</param>
/// <param name="variables">The variables with known values, usually with HOME.</param>
internal sealed class ShellReader(string text, IReadOnlyDictionary<string, string> variables)
{
    private readonly Dictionary<string, string> known = new(variables, StringComparer.Ordinal);
    private int at;

    /// <summary>Reads the whole script.</summary>
    /// <exception cref="NotUnderstoodException">It is not certain what the script does.</exception>
    public IReadOnlyList<ShellStatement> Read()
    {
        var statements = new List<ShellStatement>();
        var pipeline = new List<ShellCommand>();
        while (true)
        {
            var command = ReadCommand();
            var then = ReadOperator();
            if (command is null)
            {
                if (pipeline.Count == 0 && then is "" or ";" or "\n") // an empty line, or the end
                {
                    if (then.Length == 0)
                        return statements;
                    continue;
                }
                throw new NotUnderstoodException("its script is incomplete");
            }
            pipeline.Add(command);
            if (then == "|")
                continue;
            statements.Add(new ShellStatement([.. pipeline], then == "\n" ? ";" : then));
            pipeline.Clear();
            if (then.Length == 0)
                return statements;
        }
    }

    private char Current => at < text.Length ? text[at] : '\0';

    private bool Starts(string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

    private string ReadOperator()
    {
        foreach (var mark in new[] { "&&", "||", "|&", ";;", ";", "|", "&", "\n" })
        {
            if (!Starts(mark))
                continue;
            if (mark is "&" or "|&" or ";;")
                throw new NotUnderstoodException($"its script contains '{mark}'");
            at += mark.Length;
            return mark;
        }
        return at < text.Length ? throw new NotUnderstoodException($"its script contains '{Current}'") : "";
    }

    private ShellCommand? ReadCommand()
    {
        var assignments = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new List<string>();
        var any = false;
        while (true)
        {
            while (Current is ' ' or '\t' || Starts("\\\n"))
                at += Current == '\\' ? 2 : 1;
            if (Current == '#')
                while (at < text.Length && Current != '\n')
                    at++;
            if (ReadRedirection())
            {
                any = true;
                continue;
            }
            if (at >= text.Length || Current is ';' or '&' or '|' or '\n')
                break;
            if (Current is '(' or ')')
                throw new NotUnderstoodException("its script contains parentheses");
            any = true;
            if (new ShellWordReader(text, known, words.Count == 0).Read(ref at) is not { } word)
                continue;
            if (words.Count == 0 && word.Assigned is { } name)
                assignments[name] = word.Text[(name.Length + 1)..];
            else
                words.Add(word.Text);
        }
        Remember(assignments, words);
        return any ? new ShellCommand(assignments, words) : null;
    }

    /// <summary>Stores the values of variables that later words can use.</summary>
    private void Remember(Dictionary<string, string> assignments, List<string> words)
    {
        if (words.Count == 0)
        {
            foreach (var (name, value) in assignments)
                known[name] = value;
            return;
        }
        if (words[0] != "export")
            return;
        foreach (
            var pair in words
                .Skip(1)
                .Select(word => word.Split('=', 2))
                .Where(pair => pair.Length == 2 && VariableName.IsValid(pair[0]))
        )
            known[pair[0]] = pair[1];
    }

    /// <summary>Skips a redirection, because the launcher writes its own log. Other input is rejected.</summary>
    /// <returns>Whether there was a redirection.</returns>
    private bool ReadRedirection()
    {
        var start = at;
        while (char.IsAsciiDigit(Current))
            at++;
        if (Starts("&>"))
            at += Starts("&>>") ? 3 : 2;
        else if (Current is not ('<' or '>'))
        {
            at = start;
            return false;
        }
        else if (Starts("<<"))
            throw new NotUnderstoodException("its script contains '<<'");
        else
        {
            var (input, copies) = (Current == '<', Starts(">&") || Starts("<&"));
            at += Starts(">>") || Starts(">&") || Starts("<&") || Starts(">|") ? 2 : 1;
            while (Current is ' ' or '\t')
                at++;
            var target = new ShellWordReader(text, known, false).Read(ref at)?.Text;
            if (target is null)
                throw new NotUnderstoodException("its script is incomplete");
            if (copies && (target.Length != 1 || !"-0123456789".Contains(target[0]) || Current is '<' or '>'))
                throw new NotUnderstoodException($"shells treat '>&{target}' differently");
            return input && !copies && target != "/dev/null"
                ? throw new NotUnderstoodException($"it reads its input from '{target}'")
                : true;
        }
        while (Current is ' ' or '\t')
            at++;
        return new ShellWordReader(text, known, false).Read(ref at) is null
            ? throw new NotUnderstoodException("its script is incomplete")
            : true;
    }
}
