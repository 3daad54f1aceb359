using Nedb.Query.Diagnostics;
using Nedb.Query.Syntax;
using Nedb.Storage.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>Which state of the database a source reads: the one of the statement, or one of the past that an expression names.</summary>
internal sealed class ViewSource(ClauseValue? moment, int state, FormerNameCheck? check = null)
{
    /// <summary>The state of the statement.</summary>
    public static ViewSource Present { get; } = new(null, -1);

    public bool IsPresent => moment is null;

    public ReadView Get(Frame frame)
    {
        var view = Find(frame);
        check?.Check(view);
        return view;
    }

    private ReadView Find(Frame frame)
    {
        if (moment is null)
            return frame.View;
        moment.Evaluator.Evaluate(frame, out var value);
        if (frame.States[state] is Past past && ValueComparer.Equals(in past.Moment, in value))
            return past.View;
        var view = At(frame.View, value, moment.Place);
        frame.States[state] = new Past(value, view);
        return view;
    }

    /// <summary>The state that a seq or a moment names.</summary>
    /// <param name="view">A state of the database.</param>
    /// <param name="moment">The seq or the moment.</param>
    /// <param name="place">Where it stands in the query: a state that there is not, or not yet, is refused with it.</param>
    public static ReadView At(ReadView view, in NedbValue moment, TextPlace place)
    {
        try
        {
            return moment.Kind == ValueKind.Int64 ? view.AsOf(moment.AsInt64()) : view.AsOf(Moments.ToInstant(moment));
        }
        catch (NqlException failure) when (failure.Line == 0)
        {
            throw place.Place(failure);
        }
        catch (StorageException failure) when (failure is { Line: 0, Code: StorageErrorCode.SeqNotReached or StorageErrorCode.Pruned })
        {
            throw place.Place(failure);
        }
    }

    private sealed class Past(NedbValue moment, ReadView view)
    {
        public readonly NedbValue Moment = moment;

        public ReadView View { get; } = view;
    }
}
