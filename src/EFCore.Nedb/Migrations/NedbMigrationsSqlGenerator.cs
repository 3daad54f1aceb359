using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;
using Nedb.EntityFrameworkCore.Metadata;
using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>
/// Writes migrations as definitions of collections. A definition is an entry of the log like any other, so no table is ever rebuilt:
/// versions of before are read through the definition of today.
/// </summary>
internal sealed partial class NedbMigrationsSqlGenerator(MigrationsSqlGeneratorDependencies dependencies)
    : MigrationsSqlGenerator(dependencies)
{
    /// <inheritdoc/>
    public override IReadOnlyList<MigrationCommand> Generate(
        IReadOnlyList<MigrationOperation> operations,
        IModel? model = null,
        MigrationsSqlGenerationOptions options = MigrationsSqlGenerationOptions.Default) =>
        base.Generate(ColumnDrops.Arrange(KeyChanges.Combine(TypeChanges.Arrange(operations, model))), model, options);

    /// <inheritdoc/>
    protected override void Generate(MigrationOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation is ChangePrimaryKeyOperation change)
            Generate(change, model, builder);
        else if (operation is NumberDocumentsOperation number)
            Generate(number, builder);
        else
            base.Generate(operation, model, builder);
    }

    /// <inheritdoc/>
    protected override void Generate(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.Append("CREATE COLLECTION ").Append(Delimit(operation.Name)).AppendLine(" (");
        using (builder.Indent())
        {
            CreateTableColumns(operation, model, builder);
            CreateTableConstraints(operation, model, builder);
            if (FindPeriod(operation) is { } period)
                builder.AppendLine(",").Append($"PERIOD ({period})");
            builder.AppendLine();
        }

        builder.Append(")");
        if (operation.Comment is not null)
            builder.Append(" COMMENT ").Append(Quote(operation.Comment));
        if (terminate)
            End(builder);
    }

    /// <inheritdoc/>
    protected override void Generate(
        DropTableOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.Append("DROP COLLECTION ").Append(Delimit(operation.Name));
        if (terminate)
            End(builder);
    }

    /// <inheritdoc/>
    protected override void Generate(RenameTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        // There are no schemas, so moving a table to another one changes nothing.
        if (operation.NewName is not null && operation.NewName != operation.Name)
            Alter(operation.Name, builder, "RENAME TO ", Delimit(operation.NewName));
    }

    /// <inheritdoc/>
    protected override void Generate(AlterTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        var before = FindPeriod(operation.OldTable);
        var after = FindPeriod(operation);
        if (before is not null && before != after)
            Alter(operation.Name, builder, "DROP PERIOD");
        if (after is not null && before != after)
            Alter(operation.Name, builder, $"ADD PERIOD ({after})");
        if (operation.Comment != operation.OldTable.Comment)
            Alter(operation.Name, builder, operation.Comment is { } text ? $"SET COMMENT {Quote(text)}" : "DROP COMMENT");
    }

    /// <inheritdoc/>
    protected override void Generate(
        CreateIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.Append(operation.IsUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX ").Append(Delimit(operation.Name));
        builder.Append(" ON ").Append(Delimit(operation.Table)).Append(" (");
        GenerateIndexColumnList(operation, model, builder);
        builder.Append(")");
        if (operation[NedbAnnotationNames.SearchIndex] is true)
            builder.Append(" USING search");
        IndexOptions(operation, model, builder);
        if (terminate)
            End(builder);
    }

    /// <inheritdoc/>
    protected override void Generate(
        DropIndexOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true)
    {
        builder.Append("DROP INDEX ").Append(Delimit(operation.Name)).Append(" ON ").Append(Delimit(TableOf(operation.Table, operation)));
        if (terminate)
            End(builder);
    }

    /// <inheritdoc/>
    protected override void Generate(RenameIndexOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Alter(TableOf(operation.Table, operation), builder, $"RENAME INDEX {Delimit(operation.Name)} TO {Delimit(operation.NewName)}");

    /// <inheritdoc/>
    protected override void Generate(
        AddPrimaryKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        AddConstraint(operation.Table, builder, terminate, () => PrimaryKeyConstraint(operation, model, builder));

    /// <inheritdoc/>
    protected override void Generate(
        AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        AddConstraint(operation.Table, builder, terminate, () => ForeignKeyConstraint(operation, model, builder));

    /// <inheritdoc/>
    protected override void Generate(AddUniqueConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        AddConstraint(operation.Table, builder, terminate: true, () => UniqueConstraint(operation, model, builder));

    /// <inheritdoc/>
    protected override void Generate(AddCheckConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        AddConstraint(operation.Table, builder, terminate: true, () => CheckConstraint(operation, model, builder));

    /// <inheritdoc/>
    protected override void Generate(
        DropPrimaryKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        Alter(operation.Table, builder, $"DROP CONSTRAINT {Delimit(operation.Name)}", terminate);

    /// <inheritdoc/>
    protected override void Generate(
        DropForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder, bool terminate = true) =>
        Alter(operation.Table, builder, $"DROP CONSTRAINT {Delimit(operation.Name)}", terminate);

    /// <inheritdoc/>
    protected override void Generate(DropUniqueConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Alter(operation.Table, builder, $"DROP CONSTRAINT {Delimit(operation.Name)}");

    /// <inheritdoc/>
    protected override void Generate(DropCheckConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        Alter(operation.Table, builder, $"DROP CONSTRAINT {Delimit(operation.Name)}");

    private void Generate(ChangePrimaryKeyOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        builder.Append("ALTER COLLECTION ").Append(Delimit(operation.Key.Table)).Append(" DROP PRIMARY KEY");
        // Without key fields it is keyed by _id.
        if (operation.Key.Columns is not [MetadataField.Id])
        {
            builder.Append(", ADD ");
            PrimaryKeyConstraint(operation.Key, model, builder);
        }

        End(builder);
    }

    private void Generate(NumberDocumentsOperation operation, MigrationCommandListBuilder builder)
    {
        var table = Delimit(operation.Table);
        builder.Append($"FROM {table} AS document ");
        builder.Append($"JOIN (FROM {table} AS d SELECT d._seq AS version, row_number() OVER (ORDER BY d._id) AS number) AS numbered ");
        builder.Append($"ON numbered.version = document._seq UPDATE document SET {Delimit(operation.Column)} = numbered.number");
        End(builder);
    }

    /// <inheritdoc/>
    protected override void PrimaryKeyConstraint(AddPrimaryKeyOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AppendConstraintName(operation.Name, builder);
        builder.Append("PRIMARY KEY (").Append(KeyColumns(operation.Columns, operation)).Append(")");
    }

    /// <inheritdoc/>
    protected override void UniqueConstraint(AddUniqueConstraintOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        AppendConstraintName(operation.Name, builder);
        builder.Append("UNIQUE (").Append(KeyColumns(operation.Columns, operation)).Append(")");
    }

    /// <inheritdoc/>
    protected override void CreateTablePrimaryKeyConstraint(
        CreateTableOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        // A collection without key fields is keyed by _id, which is what such a model says.
        if (operation.PrimaryKey is not { Columns: [MetadataField.Id] })
            base.CreateTablePrimaryKeyConstraint(operation, model, builder);
    }

    /// <inheritdoc/>
    protected override void ForeignKeyConstraint(AddForeignKeyOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.OnUpdate is not (ReferentialAction.NoAction or ReferentialAction.Restrict))
            throw new NotSupportedException(NedbStrings.KeyUpdateActionsNotSupported(operation.Name, operation.Table, operation.OnUpdate));
        AppendConstraintName(operation.Name, builder);
        builder.Append("FOREIGN KEY (").Append(ReferringColumns(operation.Columns, operation));
        builder.Append(") REFERENCES ").Append(Delimit(operation.PrincipalTable));
        if (operation.PrincipalColumns is { Length: > 0 } columns)
            builder.Append(" (").Append(ReferringColumns(columns, operation)).Append(")");
        if (operation.OnDelete != ReferentialAction.NoAction)
        {
            builder.Append(" ON DELETE ");
            ForeignKeyAction(operation.OnDelete, builder);
        }
    }

    /// <inheritdoc/>
    protected override void Generate(SqlOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        builder.AppendLine(operation.Sql);
        // In a script another statement follows. The line of its own is for text that ends with a comment.
        if (Options.HasFlag(MigrationsSqlGenerationOptions.Script)
            && !operation.Sql.AsSpan().TrimEnd().EndsWith(Dependencies.SqlGenerationHelper.StatementTerminator))
            builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder, operation.SuppressTransaction);
    }

    /// <inheritdoc/>
    protected override void Generate(EnsureSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        // There are no schemas; the model validator has warned.
    }

    /// <inheritdoc/>
    protected override void Generate(DropSchemaOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        // As for EnsureSchemaOperation.
    }

    /// <inheritdoc/>
    protected override void Generate(AlterDatabaseOperation operation, IModel? model, MigrationCommandListBuilder builder)
    {
        if (operation.Collation != operation.OldDatabase.Collation)
            throw new NotSupportedException(NedbStrings.DatabaseCollationNotSupported(operation.Collation));
    }

    /// <inheritdoc/>
    protected override void Generate(CreateSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(operation.Name));

    /// <inheritdoc/>
    protected override void Generate(AlterSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(operation.Name));

    /// <inheritdoc/>
    protected override void Generate(DropSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(operation.Name));

    /// <inheritdoc/>
    protected override void Generate(RenameSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(operation.Name));

    /// <inheritdoc/>
    protected override void Generate(RestartSequenceOperation operation, IModel? model, MigrationCommandListBuilder builder) =>
        throw new NotSupportedException(NedbStrings.SequencesNotSupported(operation.Name));

    private static string TableOf(string? table, MigrationOperation operation) =>
        table ?? throw new NotSupportedException(NedbStrings.IndexOperationNeedsTable(operation.GetType().Name));

    private void AddConstraint(string table, MigrationCommandListBuilder builder, bool terminate, Action append)
    {
        builder.Append("ALTER COLLECTION ").Append(Delimit(table)).Append(" ADD ");
        append();
        if (terminate)
            End(builder);
    }

    private void Alter(string table, MigrationCommandListBuilder builder, string change, string? name = null, bool terminate = true)
    {
        builder.Append("ALTER COLLECTION ").Append(Delimit(table)).Append(" ").Append(change);
        if (name is not null)
            builder.Append(name);
        if (terminate)
            End(builder);
    }

    private void Alter(string table, MigrationCommandListBuilder builder, string change, bool terminate) =>
        Alter(table, builder, change, null, terminate);

    private void AppendConstraintName(string? name, MigrationCommandListBuilder builder)
    {
        if (name is not null)
            builder.Append("CONSTRAINT ").Append(Delimit(name)).Append(" ");
    }

    private string? FindPeriod(IMutableAnnotatable table) =>
        table[NedbAnnotationNames.ValidFrom] is string from && table[NedbAnnotationNames.ValidTo] is string to
            ? $"{Delimit(from)}, {Delimit(to)}"
            : null;

    private static string Quote(string text) => ValueFormatter.ToLiteral(NedbValue.FromString(text));

    private string KeyColumns(string[] columns, MigrationOperation operation) =>
        operation[NedbAnnotationNames.WithoutOverlaps] is true ? DelimitAll(columns) + " WITHOUT OVERLAPS" : DelimitAll(columns);

    private string ReferringColumns(string[] columns, MigrationOperation operation) =>
        operation[NedbAnnotationNames.Period] is true
            ? $"{DelimitAll(columns[..^1])}, PERIOD {Delimit(columns[^1])}"
            : DelimitAll(columns);

    private string DelimitAll(string[] names) => string.Join(", ", names.Select(Delimit));

    private string Delimit(string name) => Dependencies.SqlGenerationHelper.DelimitIdentifier(name);

    private void End(MigrationCommandListBuilder builder)
    {
        builder.AppendLine(Dependencies.SqlGenerationHelper.StatementTerminator);
        EndStatement(builder);
    }
}
