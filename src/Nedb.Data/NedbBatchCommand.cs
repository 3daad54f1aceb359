using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Nedb.Data;

/// <summary>One text of a <see cref="NedbBatch"/>, with its own parameters.</summary>
public sealed class NedbBatchCommand : DbBatchCommand
{
    private NedbStatement? _statement;
    private string _text = "";
    private int _recordsAffected = -1;

    /// <summary>Makes a command without text.</summary>
    public NedbBatchCommand()
    {
    }

    /// <summary>Makes a command.</summary>
    /// <param name="commandText">One or more statements of NQL, separated by semicolons.</param>
    public NedbBatchCommand(string? commandText) => _text = commandText ?? "";

    /// <inheritdoc/>
    [AllowNull]
    public override string CommandText
    {
        get => _text;
        set
        {
            _text = value ?? "";
            _statement = null;
        }
    }

    /// <summary>Always <see cref="CommandType.Text"/>.</summary>
    /// <exception cref="NotSupportedException">Another type is set.</exception>
    public override CommandType CommandType
    {
        get => CommandType.Text;
        set
        {
            if (value != CommandType.Text)
                throw new NotSupportedException($"A command is a text of NQL; there is no {value}.");
        }
    }

    /// <summary>The number of documents that it wrote when the batch ran last; -1 where it did not run or writes nothing.</summary>
    public override int RecordsAffected => _recordsAffected;

    /// <inheritdoc/>
    public override bool CanCreateParameter => true;

    /// <summary>The parameters.</summary>
    public new NedbParameterCollection Parameters { get; } = new();

    /// <inheritdoc/>
    protected override DbParameterCollection DbParameterCollection => Parameters;

    internal NedbStatement Statement => _statement ??= new(_text);

    /// <inheritdoc/>
    public override DbParameter CreateParameter() => new NedbParameter();

    internal void SetRecordsAffected(long count) => _recordsAffected = (int)Math.Clamp(count, -1, int.MaxValue);
}
