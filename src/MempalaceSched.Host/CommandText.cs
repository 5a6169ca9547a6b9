using System.Management.Automation.Language;
using System.Text;
using System.Text.RegularExpressions;

namespace MempalaceSched.Host;

/// <summary>Turns the words that a shell hands over into PowerShell text.</summary>
/// <remarks>
/// <para>
/// A shell removes one layer of quotes before the program sees its arguments, so <c>-At 'Mon 03:00'</c> arrives as the
/// two words <c>-At</c> and <c>Mon 03:00</c>. Joined by spaces they would be three words to PowerShell. The rule that
/// puts the layer back:
/// </para>
/// <list type="number">
/// <item>One argument alone is script text and stays exactly as it is: the way to write pipelines and expressions.</item>
/// <item>Of several arguments each is one word of one command. A word with white space or with a character that means
/// something to PowerShell (quotes, <c>` $ ; | &amp; &lt; &gt; ( ) { } @ #</c>) becomes a single-quoted literal, so it reaches
/// the cmdlet letter by letter; so do the empty word and one with a dash in front that is
/// neither a parameter nor a number.</item>
/// <item><c>-Name</c> and <c>-Name:</c> stay parameters; the rule then holds for the value behind the colon alone.</item>
/// <item><c>$true</c>, <c>$false</c> and <c>$null</c> stay constants: <c>'-Confirm:$false'</c> has no other spelling.</item>
/// <item>A comma between two other characters keeps its meaning and makes an array (<c>-Name a,b</c>), unless its word is
/// quoted for another reason. A comma at either end would reach over to the next word, so such a word is quoted.</item>
/// </list>
/// </remarks>
internal static partial class CommandText
{
    // Besides the ASCII ones, PowerShell takes typographic quotes for quotes and typographic dashes for dashes.
    private const string Meaningful = "'\"`$;|&<>(){}@#\u2018\u2019\u201a\u201b\u201c\u201d\u201e";
    private const string SpecialInFront = "-]\u2013\u2014\u2015";

    /// <summary>The command text for the words of a command line.</summary>
    public static string FromWords(IReadOnlyList<string> words) =>
        words is [var text] ? text : Command(words[0]) + Arguments(words.Skip(1));

    /// <summary>Arguments as PowerShell text, each with a space in front.</summary>
    public static string Arguments(IEnumerable<string> words)
    {
        StringBuilder text = new();
        foreach (string word in words)
            text.Append(' ').Append(Argument(word));
        return text.ToString();
    }

    // A quoted string in first place would be an expression; the call operator makes it a command again.
    private static string Command(string word) => NeedsQuotes(word) ? "& " + Quote(word) : word;

    private static string Argument(string word)
    {
        if (ParameterOrNumber().IsMatch(word))
            return word;
        Match parameter = ParameterWithValue().Match(word);
        return parameter.Success
            ? parameter.Groups["name"].Value + Value(parameter.Groups["value"].Value)
            : Value(word);
    }

    private static string Value(string word) => IsConstant(word) || !NeedsQuotes(word) ? word : Quote(word);

    private static bool IsConstant(string word) => word.ToUpperInvariant() is "$TRUE" or "$FALSE" or "$NULL";

    private static bool NeedsQuotes(string word) =>
        word.Split(',').Any(part => part.Length == 0 || SpecialInFront.Contains(part[0], StringComparison.Ordinal))
        || word.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || Meaningful.Contains(c, StringComparison.Ordinal));

    private static string Quote(string word) => $"'{CodeGeneration.EscapeSingleQuotedStringContent(word)}'";

    // A lone - and -- have meanings of their own, which are the ones meant.
    [GeneratedRegex(@"\A(-[A-Za-z_?][A-Za-z0-9_]*:?|-\.?[0-9][0-9A-Za-z.]*|--?)\z", RegexOptions.CultureInvariant)]
    private static partial Regex ParameterOrNumber();

    [GeneratedRegex(
        @"\A(?<name>-[A-Za-z_][A-Za-z0-9_]*:)(?<value>.+)\z",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex ParameterWithValue();
}
