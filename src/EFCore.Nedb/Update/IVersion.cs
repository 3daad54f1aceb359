namespace Nedb.EntityFrameworkCore.Update;

/// <summary>What stands for one version, so that it can be a cause.</summary>
internal interface IVersion
{
    /// <summary>The seq of the version.</summary>
    long Seq { get; }
}
