using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking.Internal;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Update;

namespace Nedb.EntityFrameworkCore.Update;

/// <summary>
/// Puts causes before their effects where both are saved at once, since a cause must have the lower seq. EF has sorted the commands
/// by what refers to what; that order is kept, and a cause takes along what it refers to itself.
/// </summary>
internal sealed class CauseOrder
{
    private readonly NedbCommitContext _commits;
    private readonly List<(IReadOnlyModificationCommand Command, int Set)> _commands = [];
    private readonly Dictionary<object, IReadOnlyModificationCommand> _byEntity = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<IReadOnlyModificationCommand, int> _positions = new(ReferenceEqualityComparer.Instance);

    private CauseOrder(IReadOnlyList<List<IReadOnlyModificationCommand>> sets, NedbCommitContext commits)
    {
        _commits = commits;
        for (var i = 0; i < sets.Count; i++)
            foreach (var command in sets[i])
            {
                CauseResolver.CheckNew(command, commits);
                _commands.Add((command, i));
                // The version that a deleted document ends is there already and can be a cause as it is.
                if (command.EntityState != EntityState.Deleted)
                    foreach (var entry in command.Entries)
                        _byEntity.TryAdd(NedbCommitContext.EntityOf(entry), command);
            }

        Renumber(0);
    }

    /// <summary>The sets of commands with causes before effects. Each set needs values that the sets before it give.</summary>
    /// <exception cref="InvalidOperationException">A cause must come after its own effect, or is the effect itself.</exception>
    public static IReadOnlyList<List<IReadOnlyModificationCommand>> Apply(
        IReadOnlyList<List<IReadOnlyModificationCommand>> sets, NedbCommitContext commits) => new CauseOrder(sets, commits).Apply();

    private List<List<IReadOnlyModificationCommand>> Apply()
    {
        for (var i = 0; i < _commands.Count; i++)
            while (FindLateCause(i) is { } cause)
                MoveBefore(i, cause);
        var sets = new List<List<IReadOnlyModificationCommand>>();
        for (var i = 0; i < _commands.Count; i++)
        {
            if (i == 0 || _commands[i].Set != _commands[i - 1].Set)
                sets.Add([]);
            sets[^1].Add(_commands[i].Command);
        }

        return sets;
    }

    private IReadOnlyModificationCommand? FindLateCause(int index)
    {
        foreach (var cause in _commits.FindCauses(_commands[index].Command))
            if (_byEntity.TryGetValue(cause, out var command) && _positions[command] > index)
                return command;
        return null;
    }

    private void MoveBefore(int index, IReadOnlyModificationCommand cause)
    {
        var effect = _commands[index].Command;
        var moved = new HashSet<IReadOnlyModificationCommand>(ReferenceEqualityComparer.Instance);
        Gather(cause, index, effect, moved);
        var block = _commands.FindAll(item => moved.Contains(item.Command));
        _commands.RemoveAll(item => moved.Contains(item.Command));
        _commands.InsertRange(index, block);
        Renumber(index);
    }

    // A command and what must come before it, as far as that stands behind the effect.
    private void Gather(
        IReadOnlyModificationCommand command, int index, IReadOnlyModificationCommand effect, HashSet<IReadOnlyModificationCommand> moved)
    {
        if (ReferenceEquals(command, effect))
            throw new InvalidOperationException(
                NedbStrings.CauseCycle(effect.Entries[0].EntityType.DisplayName(), moved.First().Entries[0].EntityType.DisplayName()));
        if (_positions[command] < index || !moved.Add(command))
            return;
        foreach (var entry in command.Entries)
            foreach (var foreignKey in entry.EntityType.GetForeignKeys())
                if (FindPrincipal(entry, foreignKey) is { } principal && !ReferenceEquals(principal, command))
                    Gather(principal, index, effect, moved);
        foreach (var cause in _commits.FindCauses(command))
            if (_byEntity.TryGetValue(cause, out var earlier) && !ReferenceEquals(earlier, command))
                Gather(earlier, index, effect, moved);
    }

    private IReadOnlyModificationCommand? FindPrincipal(IUpdateEntry entry, IForeignKey foreignKey) =>
        entry is InternalEntityEntry tracked
        && tracked.StateManager.FindPrincipal(tracked, foreignKey) is { } principal
        && _byEntity.TryGetValue(principal.Entity, out var command)
            ? command
            : null;

    private void Renumber(int from)
    {
        for (var i = from; i < _commands.Count; i++)
            _positions[_commands[i].Command] = i;
    }
}
