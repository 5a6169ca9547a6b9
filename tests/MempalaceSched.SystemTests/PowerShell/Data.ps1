# Imports the module under test, and writes objects as JSON for the C# tests. Times and durations are text, enum values
# are names, and all characters are ASCII, so that the encoding does not matter.

$PSStyle.OutputRendering = 'PlainText'
Import-Module ([IO.Path]::GetFullPath("$PSScriptRoot/../../../out/MempalaceSched/MempalaceSched.psd1"))

function ConvertTo-Data($Value, [int] $Depth = 0) {
    $plain = $Value -is [psobject] ? $Value.psobject.BaseObject : $Value
    if ($null -eq $plain -or $plain -is [string] -or $plain -is [bool]) { return $plain }
    if ($plain -is [timespan]) { return $plain.ToString('c') }
    if ($plain -is [datetimeoffset]) { return $plain.ToString('o') }
    if ($plain -is [datetime]) { return ([datetimeoffset]$plain).ToString('o') }
    if ($plain -is [switch]) { return $plain.IsPresent }
    if ($plain -is [enum] -or $Depth -gt 8) { return "$plain" }
    if ($plain.GetType().IsPrimitive) { return $plain }
    $data = [ordered]@{}
    if ($plain -is [Collections.IDictionary]) {
        foreach ($key in $plain.Keys) { $data["$key"] = ConvertTo-Data $plain[$key] ($Depth + 1) }
        return $data
    }
    if ($plain -is [Collections.IEnumerable]) {
        $items = [Collections.Generic.List[object]]::new()
        foreach ($item in $plain) { $items.Add((ConvertTo-Data $item ($Depth + 1))) }
        return , $items.ToArray()
    }
    foreach ($property in $Value.psobject.Properties) { $data[$property.Name] = ConvertTo-Data $property.Value ($Depth + 1) }
    $data
}

function ConvertTo-JsonLine($Data) { ConvertTo-Json -InputObject $Data -Depth 20 -Compress -EscapeHandling EscapeNonAscii }
