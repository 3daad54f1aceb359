using System.Buffers.Binary;
using Nedb.Storage.Io;
using Nedb.Storage.Runs;
using Nedb.Storage.Values;

namespace Nedb.Storage.Words;

/// <summary>
/// Writes a run of words: first the versions in the order of their keys, then what replaced versions of older runs, then the words in the
/// order of their bytes. For one thread, within <see cref="WordStore.TryWrite"/>.
/// </summary>
public sealed class WordRunWriter : IDisposable
{
    private readonly WordStore _store;
    private readonly RunWriter _run;
    private readonly ByteBuffer _value = new();
    private readonly List<WordVersion> _versions = new(VersionsCodec.CountMax);
    private int _count;
    private int _written;
    private bool _isFinished;

    internal WordRunWriter(WordStore store, RunWriter run) => (_store, _run) = (store, run);

    /// <summary>Adds a version.</summary>
    /// <returns>Its place.</returns>
    /// <exception cref="OperationCanceledException">Content is being erased.</exception>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public int AddVersion(in WordVersion version)
    {
        _store.ThrowIfErasing();
        _versions.Add(version);
        if (_versions.Count == VersionsCodec.CountMax)
            WriteVersions();
        return _count++;
    }

    /// <summary>Adds what replaced a version of an older run, in the order of the replaced.</summary>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public void AddClosing(long replacedSeq, long seq)
    {
        WriteVersions();
        _value.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(_value.Reserve(sizeof(long)), seq);
        _run.Add(WordKey.OfClosing(replacedSeq), _value.Written);
    }

    /// <summary>Adds a word.</summary>
    /// <param name="word">As <see cref="WordRun.BytesOf"/> gives it.</param>
    /// <param name="places">The places of the versions that have it, ascending; at least one.</param>
    /// <exception cref="OperationCanceledException">Content is being erased.</exception>
    /// <exception cref="Diagnostics.StorageException">Io.</exception>
    public void AddWord(ReadOnlySpan<byte> word, ReadOnlySpan<int> places)
    {
        _store.ThrowIfErasing();
        WriteVersions();
        while (!places.IsEmpty)
        {
            var part = places[..Math.Min(places.Length, WordKey.PlacesMax)];
            _value.Clear();
            PlacesCodec.Write(part, _value);
            _run.Add(WordKey.OfWord(word, part[0]), _value.Written);
            places = places[part.Length..];
        }
    }

    /// <summary>Takes back what was written and is not finished.</summary>
    public void Dispose()
    {
        if (!_isFinished)
        {
            _isFinished = true;
            try
            {
                _run.Discard();
            }
            catch (Exception error) when (IoFailure.Matches(error))
            {
                // Nothing names the file; the next opening deletes it.
            }
        }

        _run.Dispose();
    }

    internal RunInfo Finish()
    {
        WriteVersions();
        var info = _run.Finish();
        _isFinished = true;
        return info;
    }

    private void WriteVersions()
    {
        if (_versions.Count == 0)
            return;
        _value.Clear();
        VersionsCodec.Write(_versions, _value);
        _run.Add(WordKey.OfVersion(_written), _value.Written);
        _written += _versions.Count;
        _versions.Clear();
    }
}
