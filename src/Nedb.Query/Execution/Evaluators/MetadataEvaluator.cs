using System.Runtime.CompilerServices;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>What the engine knows about the version in a slot.</summary>
internal sealed class MetadataEvaluator(int slot, MetadataField field) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        value = frame.Slots[slot] is { } row ? Read(frame, Unsafe.As<Document>(row), field) : default;
    }

    public override bool TryEvaluateInt64(Frame frame, out long result)
    {
        if (field != MetadataField.Seq || frame.Slots[slot] is not { } row)
            return base.TryEvaluateInt64(frame, out result);
        result = Unsafe.As<Document>(row).Seq;
        return true;
    }

    public static NedbValue Read(Frame frame, Document document, MetadataField field)
    {
        switch (field)
        {
            case MetadataField.Id:
                return document.Id;
            case MetadataField.Seq:
                return NedbValue.FromInt64(document.Seq);
            case MetadataField.Hash:
                return document.Hash == default ? default : NedbValue.FromString(document.Hash.ToString());
            case MetadataField.Collection:
                return NedbValue.FromString(frame.View.Catalog.Find(document.CollectionId)?.Name);
            case MetadataField.CommittedAt:
                return CommittedAt(document);
            case MetadataField.CausedBy:
                return Causes(document.Provenance);
            case MetadataField.Evidence:
                return NedbValue.FromString(document.Provenance.Evidence);
            case MetadataField.Confidence:
                return document.Provenance.Confidence is { } confidence ? NedbValue.FromDouble(confidence) : default;
            case MetadataField.ValidFrom:
                return Moments.FromPeriodTick(document.Period.From);
            case MetadataField.ValidTo:
                return Moments.FromPeriodTick(document.Period.To);
            case MetadataField.SupersededSeq or MetadataField.SupersededAt:
                return default;
            case MetadataField.ErasedSeq:
                return document.ErasedSeq > 0 ? NedbValue.FromInt64(document.ErasedSeq) : default;
            case MetadataField.Deleted:
                return NedbValue.FromBoolean(document.IsTombstone);
            default:
                return NedbValue.FromString(KindName(document));
        }
    }

    public static NedbValue CommittedAt(Document document) =>
        NedbValue.FromTimestampOffset(new(document.CommittedAt.Ticks, TimeSpan.Zero));

    public static string KindName(Document document) => document.Kind switch
    {
        NodeKind.Put => "put",
        NodeKind.Tombstone => "tombstone",
        NodeKind.Link => "link",
        NodeKind.Unlink => "unlink",
        NodeKind.Definition => "definition",
        var kind => kind.ToString().ToLowerInvariant(),
    };

    private static NedbValue Causes(Provenance provenance)
    {
        if (provenance.CausedBy.IsDefaultOrEmpty)
            return NedbValue.FromArray(NedbArray.Empty);
        var causes = provenance.CausedBy.AsSpan();
        // Most have one.
        if (causes is [var only])
        {
            var value = NedbValue.FromInt64(only);
            return NedbValue.FromArray(new(new ReadOnlySpan<NedbValue>(in value)));
        }

        var items = new NedbValue[causes.Length];
        for (var i = 0; i < items.Length; i++)
            items[i] = NedbValue.FromInt64(causes[i]);
        return NedbValue.FromArray(new(items));
    }
}
