using Nedb.Query.Diagnostics;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Execution;

/// <summary>Which state of the database a source reads: the one of the statement, or one of the past that an expression names.</summary>
internal sealed class ViewSource(Evaluator? moment, int state, FormerNameCheck? check = null)
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
        moment.Evaluate(frame, out var value);
        if (frame.States[state] is Past past && ValueComparer.Equals(in past.Moment, in value))
            return past.View;
        var view = At(frame.View, value);
        frame.States[state] = new Past(value, view);
        return view;
    }

    /// <summary>The state that a seq or a moment names.</summary>
    public static ReadView At(ReadView view, in NedbValue moment) => moment.Kind switch
    {
        ValueKind.Int64 => view.AsOf(moment.AsInt64()),
        ValueKind.Null => throw new NqlException(NqlErrorCode.ValueInvalid, "AS OF needs a seq or a timestamp; found null."),
        _ => view.AsOf(Moments.ToInstant(moment)),
    };

    private sealed class Past(NedbValue moment, ReadView view)
    {
        public readonly NedbValue Moment = moment;

        public ReadView View { get; } = view;
    }
}
