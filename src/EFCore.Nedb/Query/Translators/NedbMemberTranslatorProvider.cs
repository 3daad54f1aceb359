using Microsoft.EntityFrameworkCore.Query;

namespace Nedb.EntityFrameworkCore.Query.Translators;

/// <summary>The translators of .NET's properties and fields that NQL has an equal of.</summary>
internal sealed class NedbMemberTranslatorProvider(RelationalMemberTranslatorProviderDependencies dependencies)
    : RelationalMemberTranslatorProvider(dependencies);
