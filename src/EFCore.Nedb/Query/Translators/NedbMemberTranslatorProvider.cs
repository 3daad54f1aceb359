using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The translators of .NET's properties and fields that NQL has an equal of.</summary>
internal sealed class NedbMemberTranslatorProvider : RelationalMemberTranslatorProvider
{
    public NedbMemberTranslatorProvider(RelationalMemberTranslatorProviderDependencies dependencies)
        : base(dependencies)
    {
        var expressions = (NedbSqlExpressionFactory)dependencies.SqlExpressionFactory;
        AddTranslators(
        [
            new NedbStringMemberTranslator(expressions),
            new NedbDateMemberTranslator(expressions),
            new NedbTimeSpanMemberTranslator(expressions),
        ]);
    }
}
