using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Generation;

/// <summary>Writes a finished query tree as NQL.</summary>
internal sealed partial class NedbQuerySqlGenerator(QuerySqlGeneratorDependencies dependencies) : QuerySqlGenerator(dependencies);
