namespace Nedb.Storage.Views;

/// <summary>Passes over the versions that were written up to a seq.</summary>
internal sealed class LaterCursor(DocumentCursor versions, long after) : DocumentCursor
{
    /// <inheritdoc/>
    public override Document Current => versions.Current;

    /// <inheritdoc/>
    public override bool MoveNext()
    {
        while (versions.MoveNext())
            if (versions.Current.Seq > after)
                return true;
        return false;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        versions.Dispose();
        base.Dispose();
    }
}
