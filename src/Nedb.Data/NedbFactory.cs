using System.Data.Common;

namespace Nedb.Data;

/// <summary>Makes the provider's objects, for programs that know it by its invariant name only.</summary>
public sealed class NedbFactory : DbProviderFactory
{
    /// <summary>The name under which programs register the factory.</summary>
    public const string InvariantName = "Nedb.Data";

    /// <summary>The one factory.</summary>
    public static readonly NedbFactory Instance = new();

    private NedbFactory()
    {
    }

    /// <inheritdoc/>
    public override bool CanCreateBatch => true;

    /// <inheritdoc/>
    public override DbConnection CreateConnection() => new NedbConnection();

    /// <inheritdoc/>
    public override DbCommand CreateCommand() => new NedbCommand();

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new NedbParameter();

    /// <inheritdoc/>
    public override DbConnectionStringBuilder CreateConnectionStringBuilder() => new NedbConnectionStringBuilder();

    /// <inheritdoc/>
    public override DbDataSource CreateDataSource(string connectionString) => new NedbDataSource(connectionString);

    /// <inheritdoc/>
    public override DbBatch CreateBatch() => new NedbBatch();

    /// <inheritdoc/>
    public override DbBatchCommand CreateBatchCommand() => new NedbBatchCommand();
}
