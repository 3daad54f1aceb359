using System.Text;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Nedb.EntityFrameworkCore;
using Nedb.EntityFrameworkCore.Update;

namespace Microsoft.EntityFrameworkCore;

/// <summary>
/// Links entities by named relations, without a property or a collection of their own: <c>db.Link(alice, "follows", bob)</c>. A link has a
/// history, causes and evidence as an entity has, and is read with <c>Traverse</c>.
/// </summary>
public static class NedbLinkExtensions
{
    /// <summary>
    /// Links one entity to another. It is written at once: in the open transaction, or as a commit of its own, about which
    /// <see cref="NedbProvenance"/> says why. A link that is there already stays as it is.
    /// </summary>
    /// <param name="context">The context.</param>
    /// <param name="from">An entity that is stored, tracked or not.</param>
    /// <param name="relation">The name of the relation.</param>
    /// <param name="to">An entity that is stored, of any type of the model.</param>
    /// <exception cref="Nedb.Data.NedbException">One of the entities is not stored.</exception>
    public static void Link(this DbContext context, object from, string relation, object to)
    {
        var (text, values) = Write("LINK ", context, from, relation, to);
        context.Database.ExecuteSqlRaw(text, values);
    }

    /// <inheritdoc cref="Link"/>
    public static Task LinkAsync(
        this DbContext context, object from, string relation, object to, CancellationToken cancellationToken = default)
    {
        var (text, values) = Write("LINK ", context, from, relation, to);
        return context.Database.ExecuteSqlRawAsync(text, values, cancellationToken);
    }

    /// <summary>Ends the link of one entity to another, in the open transaction or as a commit of its own. The past keeps it.</summary>
    /// <returns>Whether there was one.</returns>
    /// <inheritdoc cref="Link"/>
    public static bool Unlink(this DbContext context, object from, string relation, object to)
    {
        var (text, values) = Write("UNLINK ", context, from, relation, to);
        return context.Database.ExecuteSqlRaw(text, values) > 0;
    }

    /// <inheritdoc cref="Unlink"/>
    public static async Task<bool> UnlinkAsync(
        this DbContext context, object from, string relation, object to, CancellationToken cancellationToken = default)
    {
        var (text, values) = Write("UNLINK ", context, from, relation, to);
        return await context.Database.ExecuteSqlRawAsync(text, values, cancellationToken).ConfigureAwait(false) > 0;
    }

    private static (string Text, object[] Values) Write(string verb, DbContext context, object from, string relation, object to)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrEmpty(relation);
        var names = context.GetService<ISqlGenerationHelper>();
        var text = new StringBuilder(verb);
        var values = new List<object>();
        AppendEnd(from);
        text.Append(" -").Append(Escape(names.DelimitIdentifier(relation))).Append("-> ");
        AppendEnd(to);
        return (text.ToString(), [.. values]);

        void AppendEnd(object entity)
        {
            ArgumentNullException.ThrowIfNull(entity);
            var (table, key) = CauseResolver.DocumentOf(context, entity);
            text.Append(Escape(names.DelimitIdentifier(table))).Append(":(");
            foreach (var value in key)
            {
                text.Append(text[^1] == '(' ? "" : ", ").Append('{').Append(values.Count).Append('}');
                values.Add(value ?? throw new InvalidOperationException(NedbStrings.NotStored(entity.GetType())));
            }

            text.Append(')');
        }
    }

    // Braces are the holes of a text.
    private static string Escape(string name) =>
        name.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);
}
