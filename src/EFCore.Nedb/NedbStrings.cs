using Nedb.Storage.Values;

namespace Nedb.EntityFrameworkCore;

/// <summary>What the provider says to its users. Each message says what, where, what was expected and what to do.</summary>
internal static class NedbStrings
{
    public static string NoSuchValueType(Type type) =>
        $"A value of the CLR type '{type}' cannot be stored. Give the property a value converter to a type that has a field type of its own.";

    public static string ValueIsOfAnotherKind(ValueKind kind, Type type) =>
        $"A stored value of kind {kind} cannot be read as the CLR type '{type}'. The model says another type than the definition of the field.";
}
