using Microsoft.EntityFrameworkCore.Diagnostics;
using Nedb.Data;

namespace Nedb.EntityFrameworkCore.Diagnostics;

/// <summary>What is told of a commit to those who listen to the diagnostics of EF.</summary>
/// <param name="eventDefinition">The event.</param>
/// <param name="messageGenerator">Makes the message.</param>
/// <param name="commit">The outcome of the commit.</param>
public class NedbCommitEventData(
    EventDefinitionBase eventDefinition, Func<EventDefinitionBase, EventData, string> messageGenerator, NedbCommitInfo commit)
    : EventData(eventDefinition, messageGenerator)
{
    /// <summary>The outcome of the commit.</summary>
    public virtual NedbCommitInfo Commit { get; } = commit;
}
