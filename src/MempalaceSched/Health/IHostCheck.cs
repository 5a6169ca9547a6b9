namespace MempalaceSched.Health;

/// <summary>A check of what lies on this machine. A schedule in a container has that in there, where <see cref="ContainerCheck"/> looks.</summary>
internal interface IHostCheck : ICheck;
