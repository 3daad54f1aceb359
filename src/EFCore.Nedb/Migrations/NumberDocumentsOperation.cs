using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace Nedb.EntityFrameworkCore.Migrations;

/// <summary>Numbers the documents of a collection from 1, in the order of the key that they have.</summary>
internal sealed class NumberDocumentsOperation(string table, string column) : MigrationOperation
{
    /// <summary>The collection.</summary>
    public string Table { get; } = table;

    /// <summary>The field that gets the numbers.</summary>
    public string Column { get; } = column;
}
