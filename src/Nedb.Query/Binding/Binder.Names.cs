using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Expressions;
using Nedb.Storage.Schema;

namespace Nedb.Query.Binding;

/// <content>Names: fields, columns, paths.</content>
internal sealed partial class Binder
{
    private BoundExpression BindName(NameSyntax name, Scope scope)
    {
        var parts = name.Parts;
        if (parts.Count > 1 && FindThroughSource(parts, scope) is { } column)
            return column;
        for (var level = scope; level is not null; level = level.Outer)
        {
            if (FindQualified(name, level) is { } qualified)
                return qualified;
            if (FindField(parts[0], level) is { } field)
                return BindPath(Note(parts[0], field), parts, 1);
            if (level.Aliases.TryGetValue(parts[0].Text, out var alias))
                return BindPath(alias, parts, 1);
        }

        for (var level = scope; level is not null; level = level.Outer)
        {
            var open = level.Sources.Where(static item => item.IsOpen).ToList();
            if (open.Count == 1)
                return BindPath(open[0].FindOpen(parts[0].Text), parts, 1);
            if (open.Count > 1)
                throw Error(
                    NqlErrorCode.AmbiguousName, parts[0].Span,
                        $"'{parts[0].Text}' may be a field of several sources; write for example {open[0].Name}.{parts[0].Text}.");
        }

        throw UnknownField(parts[0], scope);
    }

    /// <summary>
    /// The name as <c>source.field.path</c>, where the source is of this query or of one around it. What stands before a dot is a source
    /// before it is a field with members, as in SQL: a column that a subquery happens to name like a source of the query around it does not
    /// hide that source.
    /// </summary>
    private BoundExpression? FindThroughSource(SyntaxList<IdentifierSyntax> parts, Scope scope)
    {
        for (var level = scope; level is not null; level = level.Outer)
        {
            if (level.Sources.Find(item => item.Name == parts[0].Text) is not { } owner)
                continue;
            var found = owner.Find(parts[1].Text) ?? (owner.IsOpen ? owner.FindOpen(parts[1].Text) : null);
            return found is null ? null : BindPath(Note(parts[1], found), parts, 2);
        }

        return null;
    }

    /// <summary>The name as <c>source.field.path</c> or <c>source</c>, at one level.</summary>
    private BoundExpression? FindQualified(NameSyntax name, Scope level)
    {
        var parts = name.Parts;
        var owner = level.Sources.Find(item => item.Name == parts[0].Text);
        if (owner is null)
            return null;
        if (parts.Count == 1)
            return FindField(parts[0], level) is null ? WholeRow(owner) : null;
        var found = owner.Find(parts[1].Text);
        if (found is null && owner.IsOpen)
            found = owner.FindOpen(parts[1].Text);
        // A field may have the name of a source: then its path wins only where the source has no such field.
        if (found is null && FindField(parts[0], level) is not null)
            return null;
        if (found is null)
            throw UnknownName(parts[1], $"field in {owner.Name}:", owner.Names());
        return BindPath(Note(parts[1], found), parts, 2);
    }

    private BoundExpression Note(IdentifierSyntax name, BoundExpression meaning)
    {
        Names?.Add((name, meaning));
        return meaning;
    }

    private BoundExpression? FindField(IdentifierSyntax name, Scope level)
    {
        BoundExpression? found = null;
        ScopeSource? owner = null;
        foreach (var candidate in level.Sources)
        {
            if (candidate.Find(name.Text) is not { } field)
                continue;
            if (found is not null)
                throw Error(
                    NqlErrorCode.AmbiguousName,
                    name.Span,
                    $"'{name.Text}' is a field of {owner!.Name ?? "a source"} and of {candidate.Name ?? "another"}; write the source "
                        + $"before it, for example {candidate.Name}.{name.Text}.");
            found = field;
            owner = candidate;
        }

        return found;
    }

    private static BoundExpression WholeRow(ScopeSource owner)
    {
        if (owner.IsDocument)
            return new BoundDocument(owner.Slot);
        return new BoundOperation(
            OperationKind.Object,
            [.. owner.Columns.Select(static column => column.Expression)],
            new(FieldKind.Object),
            (SyntaxList<string>)[.. owner.Columns.Select(static column => column.Name)]);
    }

    private static BoundExpression BindPath(BoundExpression target, SyntaxList<IdentifierSyntax> parts, int from)
    {
        for (var i = from; i < parts.Count; i++)
            target = new BoundOperation(OperationKind.Member, [target], default, parts[i].Text);
        return target;
    }

    private NqlException UnknownField(IdentifierSyntax name, Scope scope)
    {
        var known = new List<string>();
        for (var level = scope; level is not null; level = level.Outer)
        {
            foreach (var item in level.Sources)
            {
                known.AddRange(item.Names());
                if (item.Name is not null)
                    known.Add(item.Name);
            }

            known.AddRange(level.Aliases.Keys);
        }

        var owner = scope.Sources is [{ Name: { } only }] ? $"field in {only}:" : "field";
        return UnknownName(name, owner, known);
    }
}
