@{
    RootModule        = 'MempalaceSched.psm1'
    ModuleVersion     = '0.0.1'
    FunctionsToExport = '*'
    CmdletsToExport   = @()
    AliasesToExport   = @()
    FormatsToProcess  = @('MempalaceSched.Format.ps1xml')
}
