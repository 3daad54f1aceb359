using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Translation;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The translators of .NET's methods that NQL has an equal of.</summary>
internal sealed class NedbMethodCallTranslatorProvider : RelationalMethodCallTranslatorProvider
{
    public NedbMethodCallTranslatorProvider(RelationalMethodCallTranslatorProviderDependencies dependencies)
        : base(dependencies)
    {
        var expressions = (NedbSqlExpressionFactory)dependencies.SqlExpressionFactory;
        AddTranslators(
        [
            new NedbStringMethodTranslator(expressions),
            new NedbCharMethodTranslator(expressions),
            new NedbMathTranslator(expressions),
            new NedbDateMethodTranslator(expressions),
            new NedbTimeSpanMethodTranslator(expressions),
            new NedbGuidMethodTranslator(expressions),
            new NedbConvertTranslator(expressions),
            new NedbObjectToStringTranslator(expressions),
            new NedbByteArrayTranslator(expressions),
            new NedbArrayMethodTranslator(expressions),
            new NedbRegexTranslator(expressions),
            new NedbDbFunctionsTranslator(expressions),
        ]);
    }
}
