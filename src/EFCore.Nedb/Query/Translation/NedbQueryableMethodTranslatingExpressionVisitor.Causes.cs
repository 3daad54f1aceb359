using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Nedb.EntityFrameworkCore.Query.Causality;
using Nedb.EntityFrameworkCore.Query.Temporal;

namespace Nedb.EntityFrameworkCore.Query.Translation;

/// <content>Traces.</content>
internal sealed partial class NedbQueryableMethodTranslatingExpressionVisitor
{
    private const string SeqColumn = "_seq";
    private const string DepthColumn = "_depth";

    private static readonly (string Property, string Column, bool IsNullable)[] ColumnsOfNodes =
    [
        (nameof(CausalNode.Seq), SeqColumn, false),
        (nameof(CausalNode.Collection), "_coll", false),
        (nameof(CausalNode.Key), MetadataFunctions.KeyField, false),
        (nameof(CausalNode.Depth), DepthColumn, false),
        (nameof(CausalNode.Via), "_via", false),
        (nameof(CausalNode.Kind), "_kind", false),
        (nameof(CausalNode.CommittedAt), "_committed_at", false),
        (nameof(CausalNode.Hash), "_hash", true),
        (nameof(CausalNode.CausedBy), "_caused_by", false),
        (nameof(CausalNode.Evidence), "_evidence", true),
        (nameof(CausalNode.Confidence), "_confidence", true),
        (nameof(CausalNode.ValidFrom), "_valid_from", true),
        (nameof(CausalNode.ValidTo), "_valid_to", true),
    ];

    private ShapedQueryExpression TranslateCauses(CausesQueryRootExpression root)
    {
        var start = TranslateStart(root);
        var depth = root.Depth is null
            ? null
            : TranslateExpression(root.Depth)
                ?? throw new InvalidOperationException(
                    $"The depth of a trace, '{ExpressionPrinter.Print(root.Depth)}', could not be translated.");
        var alias = _aliases.GenerateTableAlias(root.Relation is not null ? "links" : root.IsReverse ? "effects" : "causes");
        var seq = new ColumnExpression(SeqColumn, alias, typeof(long), _expressions.MappingOf(typeof(long)), nullable: false);
        var select = new SelectExpression(
            [new CausesExpression(alias, start, TranslatePoint(root.Relation), depth, root.IsReverse, TranslatePoint(root.AsOf))],
            seq,
            [(seq, _expressions.MappingOf(typeof(long)).Comparer)],
            _aliases);
        var depthColumn = new ColumnExpression(DepthColumn, alias, typeof(int), IntMapping, nullable: false);
        select.AppendOrdering(new OrderingExpression(depthColumn, ascending: true));
        select.AppendOrdering(new OrderingExpression(seq, ascending: true));

        var projections = new Dictionary<ProjectionMember, Expression>();
        var bindings = new List<MemberBinding>();
        foreach (var (name, column, isNullable) in ColumnsOfNodes)
        {
            var property = typeof(CausalNode).GetProperty(name)!;
            var member = new ProjectionMember().Append(property);
            projections.Add(member, CreateNodeColumn(alias, column, property.PropertyType, isNullable));
            Expression value = new ProjectionBindingExpression(select, member, NullableOf(property.PropertyType));
            bindings.Add(Expression.Bind(property, value.Type == property.PropertyType ? value
                : Expression.Convert(value, property.PropertyType)));
        }

        select.ReplaceProjection(projections);
        return new ShapedQueryExpression(select, Expression.MemberInit(Expression.New(typeof(CausalNode)), bindings));
    }

    private SqlExpression CreateNodeColumn(string alias, string name, Type type, bool isNullable)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var mapping = _expressions.MappingOf(type);
        var column = new ColumnExpression(name, alias, type, mapping, isNullable);
        // Keys are of any type.
        return name == MetadataFunctions.KeyField ? new SqlUnaryExpression(ExpressionType.Convert, column, type, mapping) : column;
    }

    private SelectExpression TranslateStart(CausesQueryRootExpression root)
    {
        var query = TranslateSubquery(root.Source)
            ?? throw new InvalidOperationException(
                $"The query that a trace begins with could not be translated: '{ExpressionPrinter.Print(root.Source)}'. "
                + $"{TranslationErrorDetails}");
        var select = (SelectExpression)query.QueryExpression;
        var shaper = query.ShaperExpression is UnaryExpression { NodeType: ExpressionType.Convert } convert ? convert.Operand
            : query.ShaperExpression;
        if (shaper is not ProjectionBindingExpression binding || select.GetProjection(binding) is not SqlExpression seq)
            throw new InvalidOperationException(
                $"The query that a trace begins with does not give seqs: '{ExpressionPrinter.Print(root.Source)}'.");
        if (select.Limit is null && select.Offset is null)
            select.ClearOrdering();
        select.ReplaceProjection(new List<Expression> { seq });
        select.ApplyProjection();
        return select;
    }
}
