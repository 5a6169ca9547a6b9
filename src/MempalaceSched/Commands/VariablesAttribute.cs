using System.Collections;
using System.Management.Automation;

namespace MempalaceSched.Commands;

/// <summary>Takes variables as ConvertFrom-Json gives them, too: an object with a property for each.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VariablesAttribute : ArgumentTransformationAttribute
{
    /// <summary>Turns such an object into a table; all else is left to the engine. It would drop the object without a word.</summary>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        if (inputData is not PSObject { BaseObject: PSCustomObject } read)
            return inputData;
        var variables = new Hashtable(StringComparer.Ordinal);
        foreach (var property in read.Properties)
            variables[property.Name] = property.Value;
        return variables;
    }
}
