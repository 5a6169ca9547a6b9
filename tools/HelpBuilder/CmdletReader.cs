using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MempalaceSched.HelpBuilder;

/// <summary>Imports the module and reads the help of its cmdlets from PowerShell and from the doc comments.</summary>
internal static class CmdletReader
{
    /// <summary>Reads the help of all cmdlets, sorted by name.</summary>
    /// <param name="manifest">The manifest of the module.</param>
    /// <param name="comments">The doc comments of its assembly.</param>
    public static IReadOnlyList<CmdletHelp> Read(string manifest, CodeComments comments)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([manifest]);
        state.ThrowOnRunspaceOpenError = true;
        using var runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = PowerShell.Create(runspace);
        var cmdlets = shell
            .AddCommand("Get-Command")
            .AddParameter("Module", Path.GetFileNameWithoutExtension(manifest))
            .Invoke<CmdletInfo>();
        return
        [
            .. cmdlets.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal).Select(cmdlet => Read(cmdlet, comments)),
        ];
    }

    private static CmdletHelp Read(CmdletInfo cmdlet, CodeComments comments)
    {
        var type = cmdlet.ImplementingType;
        using var instance = Activator.CreateInstance(type) as IDisposable;
        var syntaxes = cmdlet
            .ParameterSets.Select(set => new CmdletSyntax(
                [.. OwnParameters(set).Select(parameter => Parameter(parameter, type, instance, comments))],
                $"{cmdlet.Name} {Syntax(set)}"
            ))
            .ToList();
        var all = syntaxes
            .SelectMany(syntax => syntax.Parameters)
            .GroupBy(parameter => parameter.Name)
            .Select(group =>
                group.First() with
                {
                    Required = group.All(parameter => parameter.Required) && group.Count() == syntaxes.Count,
                }
            )
            .OrderBy(parameter => parameter.Name is "WhatIf" or "Confirm")
            .ThenBy(parameter => parameter.Name, StringComparer.Ordinal)
            .ToList();
        var inputs = cmdlet
            .ParameterSets.SelectMany(OwnParameters)
            .Where(parameter => parameter.ValueFromPipeline)
            .Select(parameter => TypeName(parameter.ParameterType))
            .Distinct()
            .ToArray();
        return new CmdletHelp(
            cmdlet.Name,
            comments.Paragraphs(type, "synopsis"),
            comments.Paragraphs(type, "description"),
            syntaxes,
            all,
            inputs,
            [.. cmdlet.OutputType.Select(output => output.Name)],
            comments.Examples(type)
        );
    }

    /// <summary>The syntax as PowerShell writes it, without hidden parameters.</summary>
    private static string Syntax(CommandParameterSetInfo set) =>
        set
            .Parameters.Where(IsHidden)
            .Aggregate($"{set}", (text, hidden) => Regex.Replace(text, @$" \[-{hidden.Name} <[^>]*>\]", ""));

    private static bool IsHidden(CommandParameterInfo parameter) =>
        parameter.Attributes.OfType<ParameterAttribute>().Any(attribute => attribute.DontShow);

    /// <summary>The parameters without the common ones and the hidden ones, in the order of the syntax.</summary>
    private static IEnumerable<CommandParameterInfo> OwnParameters(CommandParameterSetInfo set) =>
        set
            .Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name) && !IsHidden(parameter))
            .OrderBy(parameter => parameter.Position < 0)
            .ThenBy(parameter => parameter.Position)
            .ThenBy(parameter => !parameter.IsMandatory);

    private static CmdletParameter Parameter(
        CommandParameterInfo parameter,
        Type cmdlet,
        object? instance,
        CodeComments comments
    )
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var element = type.GetElementType() ?? type;
        var property = cmdlet.GetProperty(parameter.Name);
        return new CmdletParameter(
            parameter.Name,
            ShortName(type),
            TypeName(type),
            parameter.Name switch
            {
                "WhatIf" => "Shows what would happen if the cmdlet runs. The cmdlet is not run.",
                "Confirm" => "Prompts you for confirmation before running the cmdlet.",
                _ => comments.Property(cmdlet, parameter.Name),
            },
            type == typeof(SwitchParameter),
            type.IsArray,
            parameter.IsMandatory,
            parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture),
            Pipeline(parameter),
            property?.GetCustomAttribute<SupportsWildcardsAttribute>() is not null,
            [.. parameter.Aliases],
            Default(property?.GetValue(instance)),
            comments.Values(element)
        );
    }

    private static string Pipeline(CommandParameterInfo parameter) =>
        (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string Default(object? value) =>
        value switch
        {
            null or "" or SwitchParameter => "None",
            TimeSpan span => span < TimeSpan.Zero ? "None" : span.ToString("c", CultureInfo.InvariantCulture),
            System.Collections.IEnumerable and not string => string.Join(
                ", ",
                ((System.Collections.IEnumerable)value).Cast<object>()
            )
                is { Length: > 0 } items
                ? items
                : "None",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "None",
        };

    private static string ShortName(Type type) =>
        type.IsArray ? ShortName(type.GetElementType()!) + "[]"
        : type == typeof(string) ? "string"
        : type.Name;

    private static string TypeName(Type type) => type.FullName ?? type.Name;
}
