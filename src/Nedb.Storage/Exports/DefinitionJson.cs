using System.Collections.Immutable;
using System.Text.Json;
using Nedb.Storage.Schema;

namespace Nedb.Storage.Exports;

/// <summary>
/// Definitions of collections as JSON: what the log says of them, member by member; what has its usual value is left out.
/// </summary>
internal static class DefinitionJson
{
    public static void Write(Utf8JsonWriter writer, CollectionDefinition definition)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", definition.Id);
        writer.WriteString("name", definition.Name);
        WriteFlag(writer, "declared", definition.IsDeclared);
        writer.WriteStartArray("fields");
        foreach (var field in definition.Fields)
            WriteField(writer, field);
        writer.WriteEndArray();
        WriteIntegers(writer, "key", definition.KeyFieldIds);
        WriteText(writer, "key_name", definition.KeyName);
        WriteFlag(writer, "key_without_overlaps", definition.IsKeyWithoutOverlaps);
        WriteIndexes(writer, definition.Indexes);
        WriteForeignKeys(writer, definition.ForeignKeys);
        WriteChecks(writer, definition.Checks);
        WriteNumber(writer, "period_from", definition.PeriodFromFieldId);
        WriteNumber(writer, "period_to", definition.PeriodToFieldId);
        writer.WriteNumber("next_field", definition.NextFieldId);
        writer.WriteNumber("next_index", definition.NextIndexId);
        WriteText(writer, "comment", definition.Comment);
        writer.WriteEndObject();
    }

    /// <exception cref="FormatException">It is no definition.</exception>
    public static CollectionDefinition Read(JsonElement element)
    {
        var members = new JsonMembers(element, "definition");
        var definition = new CollectionDefinition
        {
            Id = members.Int32("id"),
            Name = members.Text("name"),
            IsDeclared = members.Flag("declared"),
            Fields = members.Items("fields", ReadField),
            KeyFieldIds = members.Items("key", ReadInt32),
            KeyName = members.TextOrNull("key_name"),
            IsKeyWithoutOverlaps = members.Flag("key_without_overlaps"),
            Indexes = members.Items("indexes", ReadIndex),
            ForeignKeys = members.Items("foreign_keys", ReadForeignKey),
            Checks = members.Items("checks", ReadCheck),
            PeriodFromFieldId = members.Int32OrZero("period_from"),
            PeriodToFieldId = members.Int32OrZero("period_to"),
            NextFieldId = members.Int32("next_field"),
            NextIndexId = members.Int32("next_index"),
            Comment = members.TextOrNull("comment"),
        };
        members.End();
        return definition;
    }

    private static void WriteField(Utf8JsonWriter writer, FieldDefinition field)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", field.Id);
        writer.WriteString("name", field.Name);
        writer.WriteString("type", field.Type.Kind.ToString());
        WriteNumber(writer, "length", field.Type.Length);
        WriteNumber(writer, "precision", field.Type.Precision);
        WriteNumber(writer, "scale", field.Type.Scale);
        WriteFlag(writer, "required", !field.IsNullable);
        if (!field.Default.IsNull)
        {
            writer.WritePropertyName("default");
            TypedJson.Write(writer, field.Default);
        }

        if (field.HasOtherMissingValue)
        {
            writer.WritePropertyName("missing");
            TypedJson.Write(writer, field.MissingValue);
        }

        WriteText(writer, "default_expression", field.DefaultExpression);
        WriteText(writer, "computed", field.ComputedExpression);
        WriteFlag(writer, "identity", field.IsIdentity);
        WriteText(writer, "collation", field.Collation);
        WriteText(writer, "comment", field.Comment);
        writer.WriteEndObject();
    }

    private static FieldDefinition ReadField(JsonElement element)
    {
        var members = new JsonMembers(element, "field");
        var field = new FieldDefinition
        {
            Id = members.Int32("id"),
            Name = members.Text("name"),
            Type = new(
                members.Choice<FieldKind>("type"), members.Int32OrZero("length"), members.Int32OrZero("precision"),
                members.Int32OrZero("scale")),
            IsNullable = !members.Flag("required"),
            Default = members.Take("default") is { } value ? TypedJson.Read(value, 2) : default,
            DefaultExpression = members.TextOrNull("default_expression"),
            ComputedExpression = members.TextOrNull("computed"),
            IsIdentity = members.Flag("identity"),
            Collation = members.TextOrNull("collation"),
            Comment = members.TextOrNull("comment"),
        };
        if (members.Take("missing") is { } missing)
            field = field.WithMissingValue(TypedJson.Read(missing, 2));
        members.End();
        return field;
    }

    private static void WriteIndexes(Utf8JsonWriter writer, ImmutableArray<IndexDefinition> indexes)
    {
        if (indexes.IsEmpty)
            return;
        writer.WriteStartArray("indexes");
        foreach (var index in indexes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("id", index.Id);
            writer.WriteString("name", index.Name);
            writer.WriteStartArray("fields");
            foreach (var field in index.Fields)
            {
                writer.WriteStartObject();
                writer.WriteNumber("field", field.FieldId);
                WriteFlag(writer, "descending", field.IsDescending);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            WriteFlag(writer, "unique", index.IsUnique);
            WriteFlag(writer, "search", index.IsSearch);
            WriteFlag(writer, "without_overlaps", index.IsWithoutOverlaps);
            WriteText(writer, "filter", index.Filter);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static IndexDefinition ReadIndex(JsonElement element)
    {
        var members = new JsonMembers(element, "index");
        var index = new IndexDefinition
        {
            Id = members.Int32("id"),
            Name = members.Text("name"),
            Fields = members.Items("fields", ReadIndexField),
            IsUnique = members.Flag("unique"),
            IsSearch = members.Flag("search"),
            IsWithoutOverlaps = members.Flag("without_overlaps"),
            Filter = members.TextOrNull("filter"),
        };
        members.End();
        return index;
    }

    private static IndexField ReadIndexField(JsonElement element)
    {
        var members = new JsonMembers(element, "field of an index");
        var field = new IndexField(members.Int32("field"), members.Flag("descending"));
        members.End();
        return field;
    }

    private static void WriteForeignKeys(Utf8JsonWriter writer, ImmutableArray<ForeignKeyDefinition> foreignKeys)
    {
        if (foreignKeys.IsEmpty)
            return;
        writer.WriteStartArray("foreign_keys");
        foreach (var foreignKey in foreignKeys)
        {
            writer.WriteStartObject();
            writer.WriteString("name", foreignKey.Name);
            WriteIntegers(writer, "fields", foreignKey.FieldIds);
            writer.WriteNumber("principal", foreignKey.PrincipalCollectionId);
            WriteIntegers(writer, "principal_fields", foreignKey.PrincipalFieldIds);
            writer.WriteString("on_delete", foreignKey.OnDelete.ToString());
            WriteFlag(writer, "period", foreignKey.HasPeriod);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static ForeignKeyDefinition ReadForeignKey(JsonElement element)
    {
        var members = new JsonMembers(element, "foreign key");
        var foreignKey = new ForeignKeyDefinition
        {
            Name = members.Text("name"),
            FieldIds = members.Items("fields", ReadInt32),
            PrincipalCollectionId = members.Int32("principal"),
            PrincipalFieldIds = members.Items("principal_fields", ReadInt32),
            OnDelete = members.Choice<DeleteAction>("on_delete"),
            HasPeriod = members.Flag("period"),
        };
        members.End();
        return foreignKey;
    }

    private static void WriteChecks(Utf8JsonWriter writer, ImmutableArray<CheckDefinition> checks)
    {
        if (checks.IsEmpty)
            return;
        writer.WriteStartArray("checks");
        foreach (var check in checks)
        {
            writer.WriteStartObject();
            writer.WriteString("name", check.Name);
            writer.WriteString("expression", check.Expression);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static CheckDefinition ReadCheck(JsonElement element)
    {
        var members = new JsonMembers(element, "check");
        var check = new CheckDefinition(members.Text("name"), members.Text("expression"));
        members.End();
        return check;
    }

    private static void WriteIntegers(Utf8JsonWriter writer, string name, ImmutableArray<int> values)
    {
        if (values.IsEmpty)
            return;
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter writer, string name, int value)
    {
        if (value != 0)
            writer.WriteNumber(name, value);
    }

    private static void WriteFlag(Utf8JsonWriter writer, string name, bool value)
    {
        if (value)
            writer.WriteBoolean(name, true);
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }

    private static int ReadInt32(JsonElement element) => JsonMembers.ToInt32(element, "a number");
}
