@{
    IncludeDefaultRules = $true
    ExcludeRules        = @(
        'PSAvoidUsingWriteHost'                     # build.ps1 speaks to a person
        'PSReviewUnusedParameter'                   # its functions use what build.ps1 is given, which the rule does not see
        'PSUseDeclaredVarsMoreThanAssignments'      # Pester's blocks hand variables on, which the rule does not see
    )
}
