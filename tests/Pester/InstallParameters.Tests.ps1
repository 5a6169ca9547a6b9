Describe 'The parameters of Install-MempalaceSchedule' -Skip:(-not $IsLinux) {
    # These commands fail or are repeatable, so they share one bed.
    BeforeAll {
        . "$PSScriptRoot/Bed.ps1"
        $WarningPreference = 'SilentlyContinue'
        $bed = Enter-Bed
    }

    AfterAll { Exit-Bed }

    It 'reads the duration <Text>' -ForEach @(
        @{ Text = '30m'; Duration = '00:30:00' }
        @{ Text = '2h'; Duration = '02:00:00' }
        @{ Text = '90s'; Duration = '00:01:30' }
        @{ Text = '1d'; Duration = '1.00:00:00' }
        @{ Text = '0.5H'; Duration = '00:30:00' }
        @{ Text = '00:30:00'; Duration = '00:30:00' }
        @{ Text = '0'; Duration = '00:00:00' }
        @{ Text = [timespan]::FromMinutes(3); Duration = '00:03:00' }
    ) {
        (Install-MempalaceSchedule OpenCode -Name durations -RandomDelay $Text).RandomDelay.ToString('c') | Should -Be $Duration
    }

    It 'has the retry interval <Duration> with "<Arguments>"' -ForEach @(
        @{ Arguments = ''; Duration = '01:00:00' }
        @{ Arguments = '-RetryInterval 90s'; Duration = '00:01:30' }
        @{ Arguments = '-RetryInterval 0'; Duration = '00:00:00' }
        @{ Arguments = '-RetryInterval 7d'; Duration = '7.00:00:00' }
    ) {
        (Invoke-Expression "Install-MempalaceSchedule OpenCode -Name retries $Arguments").RetryInterval.ToString('c') | Should -Be $Duration
    }

    It 'rejects <Text> as a duration, and shows how to write one' -ForEach @(
        foreach ($text in 30, '30', 'soon', '5 m', '-5m', '', [pscustomobject]@{ Minutes = 30 }) { @{ Text = $text } }
    ) {
        { Install-MempalaceSchedule OpenCode -TimeLimit $Text -ErrorAction Stop } |
            Should -Throw -ErrorId 'ParameterArgumentTransformationError,*' -ExpectedMessage '*30m*'
    }

    It 'rejects <Command> with <Id>' -ForEach @(
        foreach ($case in @(
                @{ Id = 'ScheduleNameInvalid'; Arguments = "OpenCode -Name 'My Name'" }
                @{ Id = 'RecurrenceInvalid'; Arguments = "OpenCode -At 'now and then'" }
                @{ Id = 'CommandNotFound'; Arguments = 'OpenCode -Command no-such-program'; Category = 'ObjectNotFound' }
                @{ Id = 'ValueNotRepresentable'; Arguments = 'OpenCode -RetryInterval 8d' }
                @{ Id = 'ValueNotRepresentable'; Arguments = "OpenCode -Environment @{ '1A' = 'x' }" }
                @{ Id = 'ValueNotRepresentable'; Arguments = "OpenCode -Environment @{ UID = 'x' }" }
                @{ Id = 'OptionConflict'; Arguments = 'OpenCode -Repair -NoRepair' }
                @{ Id = 'OptionConflict'; Arguments = 'Claude -Repair' }
                @{ Id = 'OptionConflict'; Arguments = 'Custom' }
                @{ Id = 'OptionConflict'; Arguments = 'OpenCode -Command @()' }
                @{ Id = 'OptionConflict'; Arguments = 'OpenCode, Pi -Name x' }
                @{ Id = 'ValueNotRepresentable'; Arguments = 'OpenCode -RandomDelay 3d' }
                @{ Id = 'ValueNotRepresentable'; Arguments = 'OpenCode -TimeLimit 30d' }
                @{ Id = 'ValueNotRepresentable'; Arguments = "OpenCode -Environment @{ '1A' = 'x' }" }
                @{ Id = 'ValueNotRepresentable'; Arguments = 'OpenCode -Palace "a`0b"' }
                @{ Id = 'CommandNotFound'; Arguments = 'OpenCode -OnFailure nowhere-to-be-found'; Category = 'ObjectNotFound' }
                @{ Id = 'CommandNotFound'; Arguments = "OpenCode -OnSuccess ' ', x"; Category = 'ObjectNotFound' }
                @{ Id = 'ValueNotRepresentable'; Arguments = 'OpenCode -OnSuccess mempalace, "a`0b"' }
            )) {
            $case.Command = "Install-MempalaceSchedule $($case.Arguments)"
            $case.Category ??= 'InvalidArgument'
            $case
        }
    ) {
        $calls = @(Get-Call -Change).Count
        # Dot-sourced, so that the variable is set in this scope.
        . ([scriptblock]::Create("$Command -ErrorAction SilentlyContinue -ErrorVariable failed")) | Should -BeNullOrEmpty
        $failed | Should -Not -BeNullOrEmpty
        foreach ($each in $failed) {
            $each.FullyQualifiedErrorId | Should -Be "$Id,MempalaceSched.Commands.InstallMempalaceScheduleCommand"
            $each.CategoryInfo.Category | Should -Be $Category
            $each.ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
        }
        @(Get-Call -Change) | Should -HaveCount $calls
    }

    It 'rejects <Arguments> when it binds the parameters' -ForEach @(
        foreach ($arguments in 'OpenCode -Environment $null', 'OpenCode -ArgumentList $null', '$null', 'Emacs', 'OpenCode -Scheduler Windows') {
            @{ Arguments = $arguments }
        }
    ) {
        { & ([scriptblock]::Create("Install-MempalaceSchedule $Arguments -ErrorAction Stop")) } | Should -Throw -ErrorId '*Argument*'
    }
}
