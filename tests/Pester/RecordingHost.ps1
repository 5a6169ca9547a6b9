using namespace System.Collections.Generic
using namespace System.Collections.ObjectModel
using namespace System.Management.Automation
using namespace System.Management.Automation.Host

# A PowerShell host that records what is written to it, and answers prompts with the given choices.

[NoRunspaceAffinity()]
class WideScreen : PSHostRawUserInterface {
    [Size] get_BufferSize() { return [Size]::new(200, 1000) }
    [void] set_BufferSize([Size] $value) { }
    [Size] get_WindowSize() { return [Size]::new(200, 50) }
    [void] set_WindowSize([Size] $value) { }
    [Size] get_MaxWindowSize() { return [Size]::new(200, 50) }
    [Size] get_MaxPhysicalWindowSize() { return [Size]::new(200, 50) }
    [Coordinates] get_CursorPosition() { return [Coordinates]::new(0, 0) }
    [void] set_CursorPosition([Coordinates] $value) { }
    [Coordinates] get_WindowPosition() { return [Coordinates]::new(0, 0) }
    [void] set_WindowPosition([Coordinates] $value) { }
    [int] get_CursorSize() { return 1 }
    [void] set_CursorSize([int] $value) { }
    [ConsoleColor] get_ForegroundColor() { return 'Gray' }
    [void] set_ForegroundColor([ConsoleColor] $value) { }
    [ConsoleColor] get_BackgroundColor() { return 'Black' }
    [void] set_BackgroundColor([ConsoleColor] $value) { }
    [string] get_WindowTitle() { return '' }
    [void] set_WindowTitle([string] $value) { }
    [bool] get_KeyAvailable() { return $false }
    [KeyInfo] ReadKey([ReadKeyOptions] $options) { throw [NotSupportedException]::new() }
    [void] FlushInputBuffer() { }
    [BufferCell[, ]] GetBufferContents([Rectangle] $rectangle) { throw [NotSupportedException]::new() }
    [void] ScrollBufferContents([Rectangle] $source, [Coordinates] $target, [Rectangle] $clip, [BufferCell] $fill) { }
    [void] SetBufferContents([Coordinates] $origin, [BufferCell[, ]] $contents) { }
    [void] SetBufferContents([Rectangle] $rectangle, [BufferCell] $fill) { }
}

[NoRunspaceAffinity()]
class RecordingInterface : PSHostUserInterface {
    [Text.StringBuilder] $Text = [Text.StringBuilder]::new()
    [List[string]] $Progress = [List[string]]::new()
    [Queue[int]] $Answers
    hidden [PSHostRawUserInterface] $raw = [WideScreen]::new()

    RecordingInterface([int[]] $answers) { $this.Answers = [Queue[int]]::new([List[int]] @($answers)) }

    [PSHostRawUserInterface] get_RawUI() { return $this.raw }
    [void] Write([string] $value) { $this.Text.Append($value) }
    [void] Write([ConsoleColor] $foreground, [ConsoleColor] $background, [string] $value) { $this.Text.Append($value) }
    [void] WriteLine([string] $value) { $this.Text.Append($value).Append("`n") }
    [void] WriteErrorLine([string] $value) { }
    [void] WriteDebugLine([string] $value) { }
    [void] WriteVerboseLine([string] $value) { }
    [void] WriteWarningLine([string] $value) { }
    [void] WriteProgress([long] $source, [ProgressRecord] $record) { }
    [int] PromptForChoice([string] $caption, [string] $message, [Collection[ChoiceDescription]] $choices, [int] $default) {
        $this.WriteLine("$caption $message")
        return $this.Answers.Dequeue()
    }
    [string] ReadLine() { throw [NotSupportedException]::new() }
    [securestring] ReadLineAsSecureString() { throw [NotSupportedException]::new() }
    [Dictionary[string, psobject]] Prompt([string] $caption, [string] $message, [Collection[FieldDescription]] $fields) {
        throw [NotSupportedException]::new()
    }
    [pscredential] PromptForCredential([string] $caption, [string] $message, [string] $user, [string] $target) {
        throw [NotSupportedException]::new()
    }
    [pscredential] PromptForCredential(
        [string] $caption, [string] $message, [string] $user, [string] $target,
        [PSCredentialTypes] $types, [PSCredentialUIOptions] $options
    ) {
        throw [NotSupportedException]::new()
    }
}

[NoRunspaceAffinity()]
class RecordingHost : PSHost {
    hidden [RecordingInterface] $interface
    hidden [guid] $id = [guid]::NewGuid()

    RecordingHost([int[]] $answers) { $this.interface = [RecordingInterface]::new($answers) }

    [string] get_Name() { return 'RecordingHost' }
    [version] get_Version() { return '1.0' }
    [guid] get_InstanceId() { return $this.id }
    [cultureinfo] get_CurrentCulture() { return [cultureinfo]::InvariantCulture }
    [cultureinfo] get_CurrentUICulture() { return [cultureinfo]::InvariantCulture }
    [PSHostUserInterface] get_UI() { return $this.interface }
    [void] EnterNestedPrompt() { throw [NotSupportedException]::new() }
    [void] ExitNestedPrompt() { throw [NotSupportedException]::new() }
    [void] NotifyBeginApplication() { }
    [void] NotifyEndApplication() { }
    [void] SetShouldExit([int] $exitCode) { }
}
