namespace Nedb.Storage.Layers;

/// <summary>
/// What lies below the trees of a root: all views up to a seq. That content never changes, but where it lies does: memory is written to
/// runs, and runs are merged. So the roots that share it let go of the memory together, and no reader notices.
/// </summary>
internal sealed class ViewBase(long seq, LayerStack stack)
{
    private LayerStack _stack = stack;

    /// <summary>The last seq of the content.</summary>
    public long Seq => seq;

    /// <summary>Where the content lies now.</summary>
    public LayerStack Stack => Volatile.Read(ref _stack);

    /// <summary>Says where the same content lies from now on.</summary>
    public void Replace(LayerStack stack) => Volatile.Write(ref _stack, stack);
}
