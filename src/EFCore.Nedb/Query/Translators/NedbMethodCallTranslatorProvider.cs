using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The translators of .NET's methods that NQL has an equal of.</summary>
internal sealed class NedbMethodCallTranslatorProvider(RelationalMethodCallTranslatorProviderDependencies dependencies)
    : RelationalMethodCallTranslatorProvider(dependencies);
