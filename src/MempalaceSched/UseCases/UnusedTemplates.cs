using MempalaceSched.Schedulers;
using MempalaceSched.Templates;

namespace MempalaceSched.UseCases;

/// <summary>Warns about files in the user's template folder that replace no built-in template.</summary>
internal static class UnusedTemplates
{
    /// <summary>Reports each such file.</summary>
    public static void Warn(Services services)
    {
        foreach (var path in new TemplateSource(services.Paths.Templates).Strays())
            services.Reporter.Warning(
                $"'{path}' is not used, because no template has that name. The templates are: "
                    + $"{string.Join(", ", TemplateSource.Names)}."
            );
    }
}
