using System.Globalization;
using System.Text;

namespace Nedb.Data.Execution;

/// <summary>Typed writes as NQL, for people who read logs.</summary>
internal static class WriteText
{
    public static string Render(NedbWrite write)
    {
        var text = new StringBuilder();
        var parameter = 0;
        switch (write.Kind)
        {
            case NedbWriteKind.Insert:
                text.Append("INSERT INTO ").Append(Name(write.Collection));
                if (write.SetFields.Count == 0)
                {
                    text.Append(" DEFAULT VALUES");
                    break;
                }

                text.Append(" (");
                AppendList(text, write.SetFields, static (text, field) => text.Append(Name(field)));
                text.Append(") VALUES (");
                AppendList(text, write.SetFields, (text, _) => AppendParameter(text, ref parameter));
                text.Append(')');
                break;
            case NedbWriteKind.Update:
                var where = write.SetFields.Count;
                text.Append("FROM ").Append(Name(write.Collection));
                AppendWhere(text, write, ref where);
                text.Append(" UPDATE SET ");
                AppendList(text, write.SetFields, (text, field) => AppendParameter(text.Append(Name(field)).Append(" = "), ref parameter));
                parameter = where;
                break;
            default:
                text.Append("FROM ").Append(Name(write.Collection));
                AppendWhere(text, write, ref parameter);
                text.Append(" DELETE");
                break;
        }

        AppendMetadata(text, write, ref parameter);
        if (write.ReturningFields.Count > 0)
        {
            text.Append(" RETURNING ");
            AppendList(text, write.ReturningFields, static (text, field) => text.Append(Name(field)));
        }

        return text.ToString();
    }

    private static void AppendWhere(StringBuilder text, NedbWrite write, ref int parameter)
    {
        for (var i = 0; i < write.WhereFields.Count; i++)
        {
            text.Append(i == 0 ? " WHERE " : " AND ").Append(Name(write.WhereFields[i])).Append(" = ");
            AppendParameter(text, ref parameter);
        }
    }

    private static void AppendMetadata(StringBuilder text, NedbWrite write, ref int parameter)
    {
        if (write.CausedBy is { Count: > 0 })
            AppendParameter(text.Append(" CAUSED BY "), ref parameter);
        if (write.Evidence is not null)
            AppendParameter(text.Append(" EVIDENCE "), ref parameter);
        if (write.Confidence is not null)
            AppendParameter(text.Append(" CONFIDENCE "), ref parameter);
        if (write.ValidFrom is not null || write.ValidTo is not null)
            text.Append(" VALID");
        if (write.ValidFrom is not null)
            AppendParameter(text.Append(" FROM "), ref parameter);
        if (write.ValidTo is not null)
            AppendParameter(text.Append(" TO "), ref parameter);
        if (write.ExpiresAt is not null)
            AppendParameter(text.Append(" EXPIRES AT "), ref parameter);
    }

    private static void AppendParameter(StringBuilder text, ref int parameter) =>
        text.Append(CultureInfo.InvariantCulture, $"@p{parameter++}");

    private static void AppendList(StringBuilder text, IReadOnlyList<string> fields, Action<StringBuilder, string> append)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            if (i > 0)
                text.Append(", ");
            append(text, fields[i]);
        }
    }

    private static string Name(string name)
    {
        var isWord = name.Length > 0 && (char.IsLetter(name[0]) || name[0] == '_');
        foreach (var letter in name)
            isWord &= char.IsLetterOrDigit(letter) || letter == '_';
        return isWord ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";
    }
}
