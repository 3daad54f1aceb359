namespace Nedb.Testing.Io;

/// <summary>The power went. Nothing that follows reaches the disk.</summary>
internal sealed class PowerCutException() : IOException("The power was cut.");
