using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>
/// Reads a line of POSIX shell as far as nothing has to be run to know what it says: words, quotes, variables whose value is known,
/// redirections, and what joins commands. Everything else is not understood.
/// </summary>
/// <param name="text">The text.</param>
/// <param name="variables">The variables that are set; HOME among them where it is known.</param>
internal sealed class ShellReader(string text, IReadOnlyDictionary<string, string> variables)
{
    private readonly Dictionary<string, string> known = new(variables, StringComparer.Ordinal);
    private int at;

    /// <exception cref="NotUnderstoodException">It cannot be told what the text does.</exception>
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
                throw new NotUnderstoodException("its shell text is not complete");
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

    private char Now => at < text.Length ? text[at] : '\0';

    private bool Starts(string mark) => string.CompareOrdinal(text, at, mark, 0, mark.Length) == 0;

    private string ReadOperator()
    {
        foreach (var mark in new[] { "&&", "||", "|&", ";;", ";", "|", "&", "\n" })
        {
            if (!Starts(mark))
                continue;
            if (mark is "&" or "|&" or ";;")
                throw new NotUnderstoodException($"its shell text has '{mark}'");
            at += mark.Length;
            return mark;
        }
        return at < text.Length ? throw new NotUnderstoodException($"its shell text has '{Now}'") : "";
    }

    private ShellCommand? ReadCommand()
    {
        var assignments = new Dictionary<string, string>(StringComparer.Ordinal);
        var words = new List<string>();
        var any = false;
        while (true)
        {
            while (Now is ' ' or '\t' || Starts("\\\n"))
                at += Now == '\\' ? 2 : 1;
            if (Now == '#')
                while (at < text.Length && Now != '\n')
                    at++;
            if (TakeRedirection())
            {
                any = true;
                continue;
            }
            if (at >= text.Length || Now is ';' or '&' or '|' or '\n')
                break;
            if (Now is '(' or ')')
                throw new NotUnderstoodException("its shell text has brackets");
            any = true;
            if (new ShellWord(text, known, words.Count == 0).Read(ref at) is not { } word)
                continue;
            if (words.Count == 0 && word.Assigned is { } name)
                assignments[name] = word.Text[(name.Length + 1)..];
            else
                words.Add(word.Text);
        }
        Remember(assignments, words);
        return any ? new ShellCommand(assignments, words) : null;
    }

    /// <summary>What later words of the text may name.</summary>
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

    /// <summary>Passes over a redirection of output: our launcher has logs of its own.</summary>
    private bool TakeRedirection()
    {
        var start = at;
        while (char.IsAsciiDigit(Now))
            at++;
        if (Starts("&>"))
            at += Starts("&>>") ? 3 : 2;
        else if (Now is not ('<' or '>'))
        {
            at = start;
            return false;
        }
        else if (Starts("<<"))
            throw new NotUnderstoodException("its shell text has '<<'");
        else
        {
            var (input, copies) = (Now == '<', Starts(">&") || Starts("<&"));
            at += Starts(">>") || Starts(">&") || Starts("<&") || Starts(">|") ? 2 : 1;
            while (Now is ' ' or '\t')
                at++;
            var target = new ShellWord(text, known, false).Read(ref at)?.Text;
            if (target is null)
                throw new NotUnderstoodException("its shell text is not complete");
            if (copies && (target.Length != 1 || !"-0123456789".Contains(target[0]) || Now is '<' or '>'))
                throw new NotUnderstoodException($"shells take '>&{target}' in different ways");
            return input && !copies && target != "/dev/null"
                ? throw new NotUnderstoodException($"it reads from '{target}'")
                : true;
        }
        while (Now is ' ' or '\t')
            at++;
        return new ShellWord(text, known, false).Read(ref at) is null
            ? throw new NotUnderstoodException("its shell text is not complete")
            : true;
    }
}
