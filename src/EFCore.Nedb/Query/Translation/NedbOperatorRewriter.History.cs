using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Histories: every version of the entities of a query.</content>
internal sealed partial class NedbOperatorRewriter
{
    private static readonly (string Property, string Function)[] MetadataOfVersions =
    [
        (nameof(Version<>.Key), nameof(NedbDbFunctionsExtensions.Key)),
        (nameof(Version<>.Seq), nameof(NedbDbFunctionsExtensions.Seq)),
        (nameof(Version<>.SupersededSeq), nameof(NedbDbFunctionsExtensions.SupersededSeq)),
        (nameof(Version<>.SupersededAt), nameof(NedbDbFunctionsExtensions.SupersededAt)),
        (nameof(Version<>.CommittedAt), nameof(NedbDbFunctionsExtensions.CommittedAt)),
        (nameof(Version<>.Hash), nameof(NedbDbFunctionsExtensions.Hash)),
        (nameof(Version<>.IsDeleted), nameof(NedbDbFunctionsExtensions.IsDeleted)),
        (nameof(Version<>.ValidFrom), nameof(NedbDbFunctionsExtensions.ValidFrom)),
        (nameof(Version<>.ValidTo), nameof(NedbDbFunctionsExtensions.ValidTo)),
        (nameof(Version<>.CausedBy), nameof(NedbDbFunctionsExtensions.CausedBy)),
        (nameof(Version<>.Evidence), nameof(NedbDbFunctionsExtensions.Evidence)),
        (nameof(Version<>.Confidence), nameof(NedbDbFunctionsExtensions.Confidence)),
    ];

    private MethodCallExpression RewriteHistory(MethodCallExpression node)
    {
        var entityType = node.Method.GetGenericArguments()[0];
        var wasHistory = _isHistory;
        _isHistory = true;
        var source = WithoutTracking(node, Visit(KeyOfVersion.Mark(node.Arguments[0])));
        _isHistory = wasHistory;
        var entity = Expression.Parameter(entityType, "e");
        return Expression.Call(
            QueryableMethods.Select.MakeGenericMethod(entityType, typeof(Version<>).MakeGenericType(entityType)),
            source,
            Expression.Quote(Expression.Lambda(Visit(CreateVersion(entity)), entity)));
    }

    private static MemberInitExpression CreateVersion(ParameterExpression entity)
    {
        var type = typeof(Version<>).MakeGenericType(entity.Type);
        // At the end of an entity its key is null, which makes the entity null.
        var bindings = new List<MemberBinding> { Expression.Bind(type.GetProperty(nameof(Version<>.Entity))!, entity) };
        foreach (var (property, function) in MetadataOfVersions)
            bindings.Add(Expression.Bind(type.GetProperty(property)!, MetadataFunctions.Call(function, entity)));
        return Expression.MemberInit(Expression.New(type), bindings);
    }

    private TemporalQueryRootExpression CreateHistoryRoot(Type type)
    {
        var entityType = _model.FindEntityType(type)
            ?? throw new InvalidOperationException(
                $"{type.Name} is not an entity type of the model, so no version of it can be a cause or an effect.");
        var root = new EntityQueryRootExpression(entityType);
        CheckRoot(root);
        return new(entityType, _asOf, _validAsOf, isHistory: true);
    }
}
