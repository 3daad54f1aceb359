using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The translators of .NET's aggregate methods that NQL has an equal of.</summary>
internal sealed class NedbAggregateMethodCallTranslatorProvider : RelationalAggregateMethodCallTranslatorProvider
{
    public NedbAggregateMethodCallTranslatorProvider(RelationalAggregateMethodCallTranslatorProviderDependencies dependencies)
        : base(dependencies) =>
        AddTranslators([new NedbStringAggregateTranslator((NedbSqlExpressionFactory)dependencies.SqlExpressionFactory)]);
}
