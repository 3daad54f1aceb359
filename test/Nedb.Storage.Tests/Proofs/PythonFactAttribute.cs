using Nedb.Testing.Python;

namespace Nedb.Storage.Tests.Proofs;

/// <summary>A test that needs Python, and is skipped with that reason where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = PythonHost.SkipReason;
}
