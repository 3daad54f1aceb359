using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Nedb.Storage.Erasures;
using Nedb.Storage.Log;
using Nedb.Storage.Views;

namespace Nedb.Storage.Exports;

/// <summary>Writes the lines of an export.</summary>
internal sealed class LineWriter : IDisposable
{
    private const int FlushBytes = 256 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly Utf8JsonWriter _json;
    private readonly Stream _target;

    public LineWriter(Stream target)
    {
        _target = target;
        // Text stays readable; what is written is data for programs, and never part of a page.
        _json = new(_buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = ExportFormat.JsonDepth });
    }

    /// <summary>The number of nodes written.</summary>
    public long Nodes { get; private set; }

    public void Write(ExportHeader header)
    {
        header.Write(_json);
        EndLine();
    }

    /// <summary>Writes a node.</summary>
    /// <param name="commit">Its commit; the first line of one says more of it.</param>
    /// <param name="node">The node.</param>
    /// <param name="erased">What is left of it; null where nothing was erased.</param>
    /// <param name="originalSeq">The seq that it had in the database whose state is exported; null in a history.</param>
    public void Write(CommitRecord commit, NodeRecord node, ErasedVersion? erased, long? originalSeq)
    {
        _json.WriteStartObject();
        _json.WriteNumber("seq", node.Seq);
        if (originalSeq is { } was)
            _json.WriteNumber("was", was);
        _json.WriteNumber("commit", commit.FirstSeq);
        _json.WriteString("time", TypedJson.FormatTicks(commit.TimestampTicks));
        _json.WriteString("kind", NameOf(node.Kind));
        _json.WriteString("collection", node.Collection);
        WriteContent(node, erased);
        WriteMetadata(node);
        if (node.Seq == commit.FirstSeq)
            WriteCommit(commit);
        _json.WriteEndObject();
        Nodes++;
        EndLine();
    }

    /// <summary>Hands all that was written to the stream.</summary>
    public void Flush()
    {
        _target.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
        _target.Flush();
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    public static string NameOf(NodeKind kind) => kind switch
    {
        NodeKind.Put => "put",
        NodeKind.Tombstone => "tombstone",
        NodeKind.Link => "link",
        NodeKind.Unlink => "unlink",
        NodeKind.Definition => "definition",
        _ => "erasure",
    };

    private void WriteContent(NodeRecord node, ErasedVersion? erased)
    {
        if (node.Kind is NodeKind.Link or NodeKind.Unlink)
            NodeContentJson.WriteLink(_json, node.Key);
        else if (node.Kind != NodeKind.Erasure)
            NodeContentJson.WriteKey(_json, node.Key);
        if (node.IsErased)
        {
            _json.WriteString("commitment", Convert.ToHexStringLower(node.Commitment));
            if (erased is null)
                return;
            _json.WriteStartObject("erased");
            NodeContentJson.WriteErased(_json, erased, erased.ErasedSeq);
            _json.WriteEndObject();
            return;
        }

        switch (node.Kind)
        {
            case NodeKind.Put:
                NodeContentJson.WriteFields(_json, node.Payload.Span);
                return;
            case NodeKind.Definition:
                NodeContentJson.WriteDefinition(_json, node.Payload.Span);
                return;
            case NodeKind.Erasure:
                NodeContentJson.WriteErasure(_json, node.Payload.Span, node.Seq);
                return;
        }
    }

    private void WriteMetadata(NodeRecord node)
    {
        if (node.PreviousSeq != 0)
            _json.WriteNumber("previous", node.PreviousSeq);
        WriteBound("valid_from", node.Period.From, long.MinValue);
        WriteBound("valid_to", node.Period.To, long.MaxValue);
        if (!node.Provenance.CausedBy.IsEmpty)
        {
            _json.WriteStartArray("caused_by");
            foreach (var cause in node.Provenance.CausedBy)
                _json.WriteNumberValue(cause);
            _json.WriteEndArray();
        }

        if (node.Provenance.Evidence is { } evidence)
            _json.WriteString("evidence", evidence);
        if (node.Provenance.Confidence is { } confidence)
            _json.WriteNumber("confidence", confidence);
    }

    private void WriteBound(string name, long ticks, long none)
    {
        if (ticks == none)
            return;
        if (ticks >= 0 && ticks <= DateTime.MaxValue.Ticks)
            _json.WriteString(name, TypedJson.FormatTicks(ticks));
        else
            _json.WriteNumber(name, ticks);
    }

    private void WriteCommit(CommitRecord commit)
    {
        if (commit.Client is { } client)
            _json.WriteString("client", client);
        if (commit.Nonce is { } nonce)
            _json.WriteNumber("nonce", nonce);
        if (commit.IdempotencyKey is not { } key)
            return;
        _json.WriteString("idempotency_key", key);
        _json.WriteString("fingerprint", commit.Fingerprint.GetValueOrDefault().ToString());
    }

    private void EndLine()
    {
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount < FlushBytes)
            return;
        _target.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }
}
