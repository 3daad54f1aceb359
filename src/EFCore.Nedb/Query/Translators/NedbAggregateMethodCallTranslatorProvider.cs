using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The translators of .NET's aggregate methods that NQL has an equal of.</summary>
internal sealed class NedbAggregateMethodCallTranslatorProvider(RelationalAggregateMethodCallTranslatorProviderDependencies dependencies)
    : RelationalAggregateMethodCallTranslatorProvider(dependencies);
