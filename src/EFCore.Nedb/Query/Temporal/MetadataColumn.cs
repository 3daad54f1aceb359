using Microsoft.EntityFrameworkCore.Query.SqlExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace Nedb.EntityFrameworkCore.Query.Temporal;

/// <summary>
/// A column of metadata while a query is translated. EF carries only the columns of properties through a subquery, so a column of metadata
/// is named after a column of a property that comes
/// from the same source ("sibling"); when the tree is finished, <see cref="MetadataColumnResolver"/> follows the sibling down to the
/// collection.
/// </summary>
internal static class MetadataColumn
{
    // A character that no name in a model has.
    private const char Mark = '\u001F';

    /// <summary>A column of metadata from the source of another column.</summary>
    public static ColumnExpression Create(
        string field, ColumnExpression sibling, Type type, RelationalTypeMapping? mapping, bool isNullable) =>
        new(Name(field, sibling.Name), sibling.TableAlias, type, mapping, isNullable || sibling.IsNullable);

    /// <summary>The name while the query is translated.</summary>
    public static string Name(string field, string sibling) => field + Mark + sibling;

    /// <summary>Takes a name apart again.</summary>
    public static bool TryParse(string name, out string field, out string sibling)
    {
        var mark = name.IndexOf(Mark);
        (field, sibling) = mark < 0 ? ("", "") : (name[..mark], name[(mark + 1)..]);
        return mark >= 0;
    }
}
