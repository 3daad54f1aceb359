using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Diagnostics.Internal;
using Microsoft.Extensions.Logging;
using Nedb.EntityFrameworkCore.Diagnostics;

namespace Nedb.EntityFrameworkCore.Scaffolding;

/// <summary>Keeps what is logged while a database is scaffolded.</summary>
public sealed class ScaffoldingLog : ILoggerFactory, ILogger
{
    public ScaffoldingLog() => Logger = new DiagnosticsLogger<DbLoggerCategory.Scaffolding>(
        this, new LoggingOptions(), new DiagnosticListener("scaffolding"), new NedbLoggingDefinitions(), new NullDbContextLogger());

    public List<string> Messages { get; } = [];

    internal IDiagnosticsLogger<DbLoggerCategory.Scaffolding> Logger { get; }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Messages.Add(formatter(state, exception));
}
