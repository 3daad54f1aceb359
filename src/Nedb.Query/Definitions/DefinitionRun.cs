using Nedb.Query.Binding;
using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Query.Syntax.Nodes;
using Nedb.Query.Syntax.Nodes.Definitions;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;

namespace Nedb.Query.Definitions;

/// <summary>Executes CREATE, ALTER and DROP in a transaction: each makes a new definition of a collection, which the storage checks
/// against what it holds.</summary>
internal sealed partial class DefinitionRun(WriteTransaction transaction, SourceText source, CancellationToken cancellation)
{
    // The fields whose expressions the statement gives anew.
    private readonly HashSet<int> _computed = [];
    private readonly List<(FieldDefinition Field, DropFieldSyntax Syntax)> _dropped = [];

    public void Execute(DefinitionSyntax syntax)
    {
        switch (syntax)
        {
            case CreateCollectionSyntax create:
                CreateCollection(create);
                break;
            case AlterCollectionSyntax alter:
                AlterCollection(alter);
                break;
            case DropCollectionSyntax drop:
                if (transaction.View.Catalog.Find(drop.Name.Text) is { } dropped)
                    transaction.Drop(dropped.Id);
                else if (!drop.IsIfExists)
                    throw Unknown(drop.Name);
                break;
            case CreateIndexSyntax create:
                CreateIndex(create);
                break;
            case DropIndexSyntax drop:
                DropIndex(drop);
                break;
            default:
                throw source.Error(NqlErrorCode.NotSupported, syntax.Span, "This definition is not known.");
        }
    }

    private void CreateCollection(CreateCollectionSyntax create)
    {
        var catalog = transaction.View.Catalog;
        if (catalog.Find(create.Name.Text) is not null)
        {
            if (create.IsIfNotExists)
                return;
            throw source.Error(NqlErrorCode.AmbiguousName, create.Name.Span, $"There is a collection '{create.Name.Text}' already.");
        }

        if (create.Fields is null && create.Constraints.Count == 0)
        {
            var made = transaction.GetOrAddSchemaless(create.Name.Text);
            if (create.Comment is not null)
                transaction.Define(made with { Comment = create.Comment });
            return;
        }

        var definition = new CollectionDefinition
        {
            Id = catalog.NextCollectionId,
            Name = create.Name.Text,
            IsDeclared = true,
            Comment = create.Comment,
        };
        foreach (var field in create.Fields ?? [])
            definition = AddField(definition, field);
        foreach (var constraint in create.Constraints)
            definition = AddConstraint(definition, constraint);
        if (create.Period is not null)
            definition = SetPeriod(definition, create.Period);
        CheckExpressions(null, definition, create);
        transaction.Define(definition);
    }

    private void AlterCollection(AlterCollectionSyntax alter)
    {
        var old = Find(alter.Name);
        var definition = old;
        foreach (var action in alter.Actions)
            definition = Alter(definition, action);
        CheckDropped(definition);
        CheckExpressions(old, definition, alter);
        _computed.IntersectWith(definition.Fields.Select(static field => field.Id));
        new FieldFill(transaction, old, definition, cancellation).Define(_computed);
    }

    private void CreateIndex(CreateIndexSyntax create)
    {
        var definition = Find(create.Collection);
        if (definition.FindIndex(create.Name.Text) is not null)
        {
            if (create.IsIfNotExists)
                return;
            throw source.Error(
                NqlErrorCode.AmbiguousName, create.Name.Span, $"'{definition.Name}' has an index '{create.Name.Text}' already.");
        }

        if (!definition.IsDeclared)
        {
            foreach (var field in create.Fields)
            {
                if (definition.FindField(field.Name.Text) is null)
                    CheckFieldName(definition, field.Name);
                transaction.GetOrAddField(definition.Id, field.Name.Text);
            }

            definition = transaction.View.Catalog.Find(definition.Id)!;
        }

        var index = new IndexDefinition
        {
            Id = definition.NextIndexId,
            Name = create.Name.Text,
            Fields = [.. create.Fields.Select(field => new IndexField(FindField(definition, field.Name).Id, field.IsDescending))],
            IsUnique = create.IsUnique,
            IsSearch = create.Method == IndexMethod.Search,
            Filter = create.Filter is null ? null : source.Slice(create.Filter.Span),
        };
        transaction.Define(definition with { Indexes = definition.Indexes.Add(index), NextIndexId = index.Id + 1 });
    }

    private void DropIndex(DropIndexSyntax drop)
    {
        var definition = Find(drop.Collection);
        if (definition.FindIndex(drop.Name.Text) is { } index)
            transaction.Define(definition with { Indexes = definition.Indexes.Remove(index) });
        else if (!drop.IsIfExists)
            throw Unknown(drop.Name, $"index of '{definition.Name}':", definition.Indexes.Select(static item => item.Name));
    }

    private CollectionDefinition Find(IdentifierSyntax name) =>
        transaction.View.Catalog.Find(name.Text) ?? throw Unknown(name);

    private FieldDefinition FindField(CollectionDefinition definition, IdentifierSyntax name) =>
        definition.FindField(name.Text)
            ?? throw Unknown(name, $"field in '{definition.Name}':", definition.Fields.Select(static field => field.Name));

    private NqlException Unknown(IdentifierSyntax collection) => source.Error(
        NqlErrorCode.UnknownName, collection.Span, UnknownCollection.Describe(collection.Text, transaction.View.Catalog));

    private NqlException Unknown(IdentifierSyntax name, string what, IEnumerable<string> known) => source.Error(
        NqlErrorCode.UnknownName, name.Span, $"There is no {what} '{name.Text}'{NearestName.Hint(name.Text, known)}");
}
