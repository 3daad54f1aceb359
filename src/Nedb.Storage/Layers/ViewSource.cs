using Nedb.Storage.Runs;
using Nedb.Storage.Views;

namespace Nedb.Storage.Layers;

/// <summary>One layer's part of a view. Keys are those of the view, without what tells views apart in a run.</summary>
internal abstract class ViewSource : OrderedCursor
{
    /// <summary>Whether the entry only hides the one of the same key in the layers below.</summary>
    public abstract bool IsRemoval { get; }

    /// <summary>The seq of the version.</summary>
    public abstract long Seq { get; }

    /// <summary>The seq of the version that replaced it; <see cref="long.MaxValue"/> where none did.</summary>
    public abstract long SupersededSeq { get; }

    /// <summary>Whether the version is what its key reads as at a seq.</summary>
    public abstract bool IsVisibleAt(long seq);

    /// <summary>The version itself.</summary>
    public abstract StoredDocument Read();
}
