using System.Globalization;
using System.Text;
using MempalaceSched.Platform;

namespace MempalaceSched.Import.Systemd;

/// <summary>Replaces the specifiers of a unit file. Source: systemd.unit(5), "SPECIFIERS".</summary>
/// <param name="environment">The machine and the user.</param>
/// <param name="unit">The name of the unit with its suffix.</param>
internal sealed class UnitSpecifiers(HostEnvironment environment, string unit)
{
    /// <summary>The runtime folder of the user, which is deleted after the last logout.</summary>
    public string RuntimeFolder { get; } =
        environment["XDG_RUNTIME_DIR"]
        ?? string.Create(CultureInfo.InvariantCulture, $"/run/user/{environment.UserId}");

    /// <summary>The text with its specifiers replaced.</summary>
    /// <exception cref="NotUnderstoodException">A specifier is not supported.</exception>
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
            _ => throw new NotUnderstoodException($"the specifier %{specifier} is not supported"),
        };
}
