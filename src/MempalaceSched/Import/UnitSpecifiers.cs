using System.Globalization;
using System.Text;
using MempalaceSched.Platform;

namespace MempalaceSched.Import;

/// <summary>The specifiers of unit files whose meaning is known here. Source: systemd.unit(5) "SPECIFIERS".</summary>
internal sealed class UnitSpecifiers(HostEnvironment environment, string unit)
{
    /// <summary>The folder for what lasts as long as the login.</summary>
    public string RuntimeFolder { get; } =
        environment["XDG_RUNTIME_DIR"]
        ?? string.Create(CultureInfo.InvariantCulture, $"/run/user/{environment.UserId}");

    /// <summary>The text with every specifier replaced.</summary>
    /// <exception cref="NotUnderstoodException">One is not known.</exception>
    public string Expand(string text)
    {
        var result = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
                result.Append(text[at]);
            else if (++at < text.Length)
                result.Append(Value(text[at]));
            else
                result.Append('%');
        }
        return result.ToString();
    }

    private string Value(char specifier) =>
        specifier switch
        {
            '%' => "%",
            'h' => environment.Home,
            't' => RuntimeFolder,
            'u' => environment.UserName,
            'U' => environment.UserId.ToString(CultureInfo.InvariantCulture),
            'n' => unit,
            'N' or 'p' => unit[..unit.LastIndexOf('.')],
            'C' => environment.XdgFolder("XDG_CACHE_HOME", ".cache"),
            'E' => environment.XdgFolder("XDG_CONFIG_HOME", ".config"),
            'S' => environment.XdgFolder("XDG_STATE_HOME", ".local/state"),
            _ => throw new NotUnderstoodException($"the specifier %{specifier} is not known here"),
        };
}
