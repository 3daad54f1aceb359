namespace Nedb.Storage.Views;

/// <summary>A cursor over nothing.</summary>
internal sealed class EmptyCursor : DocumentCursor
{
    public override Document Current => throw new InvalidOperationException("The cursor stands on no document.");

    public override bool MoveNext() => false;
}
