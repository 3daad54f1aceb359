using System.Runtime.CompilerServices;
using Nedb.Query.Binding;
using Nedb.Query.Execution.Operators;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>A column of the node of a trace in a slot, by its place in <see cref="CausalColumns"/>.</summary>
internal sealed class TraceEvaluator(int slot, int ordinal) : Evaluator
{
    private static readonly MetadataField[] Fields =
    [
        MetadataField.Seq, default, default, MetadataField.Collection, MetadataField.Id, MetadataField.Kind, MetadataField.Hash,
        MetadataField.CommittedAt, MetadataField.CausedBy, MetadataField.Evidence, MetadataField.Confidence, MetadataField.ValidFrom,
        MetadataField.ValidTo,
    ];

    /// <summary>The version of the node, where it is its seq that this reads; null otherwise, and where there is no node.</summary>
    public Document? VersionBySeq(Frame frame) =>
        ordinal == 0 && frame.Slots[slot] is { } row ? Unsafe.As<TraceNode>(row).Version : null;

    public override void Evaluate(Frame frame, out NedbValue value)
    {
        if (frame.Slots[slot] is not { } row)
        {
            value = default;
            return;
        }

        var node = Unsafe.As<TraceNode>(row);
        value = ordinal switch
        {
            1 => NedbValue.FromInt64(node.Depth),
            2 => NedbValue.FromInt64(node.Via),
            < 13 => MetadataEvaluator.Read(frame, node.Version, Fields[ordinal]),
            _ => DocumentEvaluator.ToObject(frame, node.Version),
        };
    }
}
