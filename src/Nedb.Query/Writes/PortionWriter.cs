using Nedb.Query.Diagnostics;
using Nedb.Query.Execution;
using Nedb.Query.Syntax;
using Nedb.Storage.Schema;
using Nedb.Storage.Transactions;
using Nedb.Storage.Values;
using Nedb.Storage.Views;

namespace Nedb.Query.Writes;

/// <summary>
/// Writes documents in a portion of valid time, as SQL:2011 says: what sticks out of the portion stays as it is, as documents of their own.
/// The first part that stays keeps the document itself; what comes after it gets a key of its own.
/// </summary>
internal sealed class PortionWriter
{
    private readonly CollectionWriter _writer;
    private readonly WriteTransaction _transaction;
    private readonly WriteMetadata _metadata;
    private readonly TextPlace _place;
    private readonly Period _portion;
    private readonly int _fromPlace;
    private readonly int _toPlace;

    public PortionWriter(CollectionWriter writer, WriteTransaction transaction, WriteMetadata metadata, WritePlan plan, Frame frame)
    {
        (_writer, _transaction, _metadata) = (writer, transaction, metadata);
        var bounds = plan.Portion!;
        _place = bounds.Place;
        _portion = new(
            WriteDetails.Tick(frame, bounds.From, long.MinValue), WriteDetails.Tick(frame, bounds.To, long.MaxValue));
        if (_portion.From >= _portion.To)
            throw Error(
                NqlErrorCode.ValueInvalid,
                $"A portion of valid time begins before it ends; found {Moments.FromPeriodTick(_portion.From)} to "
                + $"{Moments.FromPeriodTick(_portion.To)}.");
        _fromPlace = writer.PlaceOf(writer.Definition.PeriodFromFieldId);
        _toPlace = writer.PlaceOf(writer.Definition.PeriodToFieldId);
    }

    /// <summary>Whether a row is valid at a moment of the portion.</summary>
    public bool Contains(NedbValue[] row) => PeriodOf(row).Overlaps(_portion);

    /// <summary>Changes a document in the portion.</summary>
    /// <param name="old">The document.</param>
    /// <param name="row">Its values.</param>
    /// <param name="changed">Its values as they are to be in the portion; the period is set here.</param>
    /// <param name="isKeyChanged">Whether a field of the key is set.</param>
    /// <returns>The part within the portion.</returns>
    public Document Update(Document old, NedbValue[] row, NedbValue[] changed, bool isKeyChanged)
    {
        var period = PeriodOf(row);
        var hasBefore = period.From < _portion.From;
        if (hasBefore)
        {
            changed[_fromPlace] = Bound(_portion.From, _fromPlace);
            TakeKey(changed);
            KeepBefore(old, row);
        }

        var after = After(period, row);
        if (after is not null)
            changed[_toPlace] = Bound(_portion.To, _toPlace);
        var written = hasBefore
            ? _writer.Insert(_transaction, default, changed, _metadata)
            : _writer.Update(_transaction, old, changed, isKeyChanged, _metadata);
        if (after is not null)
            _writer.Insert(_transaction, default, after, _metadata);
        return written;
    }

    /// <summary>Deletes a document in the portion.</summary>
    public void Delete(Document old, NedbValue[] row)
    {
        var period = PeriodOf(row);
        var after = After(period, row);
        if (period.From < _portion.From)
            KeepBefore(old, row);
        else
            _transaction.Delete(old.CollectionId, old.Key.Span, _metadata);
        if (after is not null)
            _writer.Insert(_transaction, default, after, _metadata);
    }

    private void KeepBefore(Document old, NedbValue[] row)
    {
        var before = (NedbValue[])row.Clone();
        before[_toPlace] = Bound(_portion.From, _toPlace);
        _writer.Update(_transaction, old, before, isKeyChanged: false, _metadata);
    }

    private NedbValue[]? After(Period period, NedbValue[] row)
    {
        if (period.To <= _portion.To)
            return null;
        var after = (NedbValue[])row.Clone();
        after[_fromPlace] = Bound(_portion.To, _fromPlace);
        TakeKey(after);
        return after;
    }

    private void TakeKey(NedbValue[] part)
    {
        if (!_writer.RenewKey(_transaction, part) && !_writer.IsKey(_fromPlace))
            throw Error(
                NqlErrorCode.NotSupported,
                $"A document of '{_writer.Definition.Name}' cannot be split, since its parts would have the same key. Make the start of "
                + "the period a part of the key, or give a field of the key IDENTITY or a DEFAULT that differs.");
    }

    private Period PeriodOf(NedbValue[] row) => new(
        row[_fromPlace].IsNull ? long.MinValue : Moments.ToPeriodTick(in row[_fromPlace]),
        row[_toPlace].IsNull ? long.MaxValue : Moments.ToPeriodTick(in row[_toPlace]));

    private NedbValue Bound(long tick, int place)
    {
        var field = _writer.FieldAt(place);
        var time = new DateTime(tick);
        switch (field.Type.Kind)
        {
            case FieldKind.Date when time.TimeOfDay != TimeSpan.Zero:
                throw Error(
                    NqlErrorCode.ValueInvalid,
                    $"The period of '{_writer.Definition.Name}' is of dates, so a portion of it begins and ends with a day; found "
                    + $"{time:s}.");
            case FieldKind.Date:
                return NedbValue.FromDate(DateOnly.FromDateTime(time));
            case FieldKind.TimestampOffset:
                return NedbValue.FromTimestampOffset(new(time, TimeSpan.Zero));
            default:
                return NedbValue.FromTimestamp(time);
        }
    }

    private NqlException Error(NqlErrorCode code, string message) => _place.Place(new NqlException(code, message));
}
