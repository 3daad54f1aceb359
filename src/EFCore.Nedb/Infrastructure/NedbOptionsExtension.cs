using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;
using Nedb.Storage;

namespace Nedb.EntityFrameworkCore.Infrastructure;

/// <summary>
/// The options of a context that uses Nedb. Immutable: each <c>With…</c> gives a changed copy. Users set them with <c>UseNedb</c>.
/// </summary>
public sealed class NedbOptionsExtension : RelationalOptionsExtension
{
    private DbContextOptionsExtensionInfo? _info;
    private SynchronousMode? _synchronous;
    private long? _readAsOf;
    private bool _capturesActivity;
    private bool _isCollectionModeSet;

    /// <summary>Makes the options of a context that says nothing.</summary>
    public NedbOptionsExtension()
    {
    }

    private NedbOptionsExtension(NedbOptionsExtension copyFrom)
        : base(copyFrom)
    {
        _synchronous = copyFrom._synchronous;
        _readAsOf = copyFrom._readAsOf;
        _capturesActivity = copyFrom._capturesActivity;
        _isCollectionModeSet = copyFrom._isCollectionModeSet;
    }

    /// <inheritdoc/>
    public override DbContextOptionsExtensionInfo Info => _info ??= new ExtensionInfo(this);

    /// <summary>When a commit is acknowledged; null for what the connection string says.</summary>
    public SynchronousMode? Synchronous => _synchronous;

    /// <summary>The seq that every query reads at, which makes the context read-only; null for the present.</summary>
    public long? ReadAsOf => _readAsOf;

    /// <summary>Whether writes about which nobody says more rest on the <see cref="System.Diagnostics.Activity"/> of then.</summary>
    public bool CapturesActivity => _capturesActivity;

    /// <summary>
    /// How a collection of the caller reaches a query. Unless told otherwise it is one array parameter, so that the text of a query, and
    /// with it its
    /// plan, does not depend on how many items the collection has.
    /// </summary>
    public override ParameterTranslationMode ParameterizedCollectionMode =>
        _isCollectionModeSet ? base.ParameterizedCollectionMode : ParameterTranslationMode.Parameter;

    /// <summary>The options with that durability.</summary>
    public NedbOptionsExtension WithSynchronous(SynchronousMode? synchronous) => new(this) { _synchronous = synchronous };

    /// <summary>The options with that point in time.</summary>
    /// <param name="seq">The seq, 0 or more; null for the present.</param>
    public NedbOptionsExtension WithReadAsOf(long? seq) => new(this) { _readAsOf = seq };

    /// <summary>The options with or without the activities of the writes.</summary>
    public NedbOptionsExtension WithCapturesActivity(bool captures) => new(this) { _capturesActivity = captures };

    /// <inheritdoc/>
    public override RelationalOptionsExtension WithUseParameterizedCollectionMode(ParameterTranslationMode parameterizedCollectionMode)
    {
        var changed = (NedbOptionsExtension)base.WithUseParameterizedCollectionMode(parameterizedCollectionMode);
        changed._isCollectionModeSet = true;
        return changed;
    }

    /// <inheritdoc/>
    public override void ApplyServices(IServiceCollection services) => services.AddEntityFrameworkNedb();

    /// <inheritdoc/>
    protected override RelationalOptionsExtension Clone() => new NedbOptionsExtension(this);

    private sealed class ExtensionInfo(IDbContextOptionsExtension extension) : RelationalExtensionInfo(extension)
    {
        private string? _logFragment;

        public override string LogFragment => _logFragment ??= MakeLogFragment();

        private new NedbOptionsExtension Extension => (NedbOptionsExtension)base.Extension;

        // Only scoped services read the options, so contexts that differ in them share one internal service provider.
        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is ExtensionInfo;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) => debugInfo["Nedb"] = "1";

        private string MakeLogFragment()
        {
            var builder = new StringBuilder(base.LogFragment);
            if (Extension.Synchronous is { } synchronous)
                builder.Append(CultureInfo.InvariantCulture, $"Synchronous={synchronous} ");
            if (Extension.ReadAsOf is { } seq)
                builder.Append(CultureInfo.InvariantCulture, $"ReadAsOf={seq} ");
            if (Extension.CapturesActivity)
                builder.Append("CapturesActivity ");
            return builder.ToString();
        }
    }
}
