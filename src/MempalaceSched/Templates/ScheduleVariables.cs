using System.Reflection;
using System.Text.RegularExpressions;

namespace MempalaceSched.Templates;

/// <summary>
/// The settings of a schedule as members of the template variable <c>schedule</c>, such as <c>schedule.time_limit</c>.
/// They are found by reflection, so a template can use a new setting without a line of code in a scheduler.
/// </summary>
internal static partial class ScheduleVariables
{
    /// <summary>All plain settings of a definition: durations in whole seconds, enumerations by name.</summary>
    public static IReadOnlyDictionary<string, object?> From(object definition)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in definition.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
            if (IsPlain(Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType))
                values[WordStart().Replace(property.Name, "_").ToLowerInvariant()] = property.GetValue(
                    definition
                ) switch
                {
                    TimeSpan duration => (long)duration.TotalSeconds,
                    Enum value => value.ToString(),
                    var value => value,
                };
        return values;
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type == typeof(string) || type == typeof(TimeSpan);

    [GeneratedRegex("(?<=[a-z0-9])(?=[A-Z])", RegexOptions.CultureInvariant)]
    private static partial Regex WordStart();
}
