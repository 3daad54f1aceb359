using System.Data;
using System.Data.Common;
using Nedb.Data.Schema;

namespace Nedb.Data;

public sealed partial class NedbConnection
{
    /// <summary>The collections of information that <see cref="GetSchema(string, string[])"/> knows.</summary>
    public override DataTable GetSchema() => GetSchema(DbMetaDataCollectionNames.MetaDataCollections, []);

    /// <inheritdoc cref="GetSchema(string, string[])"/>
    public override DataTable GetSchema(string collectionName) => GetSchema(collectionName, []);

    /// <summary>
    /// What the database holds, as a table: MetaDataCollections, Restrictions, DataSourceInformation, DataTypes, ReservedWords; Tables
    /// (or Collections), Columns (or Fields), Indexes, IndexColumns, ForeignKeys.
    /// </summary>
    /// <param name="collectionName">What to list; not case-sensitive.</param>
    /// <param name="restrictionValues">The name of a collection, then that of a part of it; null or none for all.</param>
    /// <exception cref="ArgumentException">There is no such list, or it has fewer restrictions.</exception>
    /// <exception cref="InvalidOperationException">The connection is not open.</exception>
    public override DataTable GetSchema(string collectionName, string?[] restrictionValues) =>
        SchemaTables.Make(collectionName, restrictionValues, GetNedbDatabase());
}
