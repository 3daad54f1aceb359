using Nedb.Query.Diagnostics;
using Nedb.Query.Execution.Batches;
using Nedb.Query.Syntax;
using Nedb.Storage.Values;

namespace Nedb.Query.Execution.Evaluators;

/// <summary>An expression that can fail on a value, and then tells where it stands in the query.</summary>
internal sealed class PlacedEvaluator(Evaluator inner, TextPlace place) : Evaluator
{
    public override void Evaluate(Frame frame, out NedbValue value)
    {
        try
        {
            inner.Evaluate(frame, out value);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
    }

    public override bool EvaluateBoolean(Frame frame)
    {
        try
        {
            return inner.EvaluateBoolean(frame);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
    }

    public override bool TryEvaluateInt64(Frame frame, out long result)
    {
        try
        {
            return inner.TryEvaluateInt64(frame, out result);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
    }

    public override void Mark(Frame frame, RowBatch batch, Span<bool> marks)
    {
        try
        {
            inner.Mark(frame, batch, marks);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
    }

    protected internal override bool TryFill(Frame frame, RowBatch batch, Vector vector)
    {
        try
        {
            return inner.TryFill(frame, batch, vector);
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
    }
}
