namespace Nedb.Packages.Tests.Tools;

/// <summary>A test of the tools of EF. It is skipped only where the tool itself cannot be restored, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EfToolFactAttribute : FactAttribute
{
    public EfToolFactAttribute() => Skip = EfTool.SkipReason;
}
