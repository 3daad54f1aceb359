namespace Nedb.Packages.Tests.Tools;

/// <summary>A test of bundles of migrations, which hold the runtime. It is skipped only where that cannot be restored, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BundleFactAttribute : FactAttribute
{
    public BundleFactAttribute() => Skip = EfTool.SkipReason ?? RuntimePackages.SkipReason;
}
