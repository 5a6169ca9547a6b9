namespace MempalaceSched.Import;

/// <summary>Something that somebody has written by hand and whose meaning is not known for certain: it is left alone.</summary>
/// <param name="reason">What is not understood, as the end of a sentence, without a full stop.</param>
internal sealed class NotUnderstoodException(string reason) : Exception(reason);
