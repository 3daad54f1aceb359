using Nedb.Query.Binding;
using Nedb.Query.Execution;
using Nedb.Query.Execution.Evaluators;
using Nedb.Query.Execution.Operators;
using Nedb.Query.Functions;
using Nedb.Storage.Schema;

namespace Nedb.Query.Planning;

/// <content>The ways to the documents of one collection.</content>
internal sealed partial class Planner
{
    private Plan PlanCollection(BoundCollectionSource source, List<BoundExpression> predicates, PlanContext context)
    {
        if (FindVersionKey(source, predicates) is { } key)
            return PlanVersion(source, key, predicates);
        return TryPlanValues(source, predicates, context) ?? PlanPath(source, predicates, ChoosePath(source, predicates), context);
    }

    private Plan PlanPath(BoundCollectionSource source, List<BoundExpression> predicates, PathChoice path, PlanContext context)
    {
        if (!path.IsSeek && TryPlanSearch(source, predicates) is { } search)
            return search;
        var isSorted = false;
        var runs = new List<BoundExpression>();
        if (context.Order is { IsNatural: false } order && !source.IsHistory)
            isSorted = order.IsSatisfied = PathOrder.TryMatch(source, predicates, order, ref path, runs, view);
        if (!isSorted && IsDear(source, predicates, path, context))
        {
            path = Refine(source.Collection, KeyPath(source, PathTerms.Extract(source, predicates)));
            runs.Clear();
            if (context.Order is { IsNatural: false } same)
                isSorted = same.IsSatisfied = PathOrder.TryMatch(source, predicates, same, ref path, runs, view);
        }

        var most = path.IsSeek ? CostOfSeek(path) : CountOf(source.Collection);
        if (!isSorted && !source.IsHistory && TryPlanUnion(source, predicates, most) is { } union)
            return union;
        var taken = new HashSet<BoundExpression>(ReferenceEqualityComparer.Instance);
        foreach (var term in path.Equalities)
            taken.Add(term.Predicate);
        if (path.List is not null)
            taken.Add(path.List.Predicate);
        _evaluations = context.Starts;
        var way = CompilePath(path);
        var after = SeqBound.Find(source, predicates);
        var canEnd = isSorted || (context.Order is { IsNatural: true } && path is { Index: null, IsSingle: false } && !source.IsHistory);
        var scan = new ScanPlan(source, ViewOf(source), way, ExplainPath(source, path))
        {
            BudgetState = canEnd ? context.Order!.BudgetState : -1,
            After = after is null ? null : Compile(after.Value),
            IsAfterInclusive = after is { IsInclusive: true },
            EstimatedRows = path.EstimatedRows,
            ReadsAll = context.ReadsAll,
            Watch = path.IsMeasured ? _watch : null,
        };
        if (scan.BudgetState >= 0)
            context.Order!.Walk = scan;
        Plan plan = scan;
        _mostRows = Math.Max(_mostRows, path.EstimatedRows);
        var left = predicates.FindAll(predicate => !taken.Contains(predicate));
        // A range may be all that its conditions say, which is seen when it is read. Of an end in a history it is not: that has its key,
        // but no fields.
        var bounds = new List<PathTerm?> { path.Lower, path.Upper }.OfType<PathTerm>().ToList();
        if (bounds.Count > 0 && !source.IsHistory && bounds.TrueForAll(static bound => bound is { Collation: null, IsImplied: false }))
        {
            plan = Filter(plan, bounds.ConvertAll(static bound => bound.Predicate), way);
            left.RemoveAll(predicate => bounds.Exists(bound => ReferenceEquals(bound.Predicate, predicate)));
        }

        // Alternatives that bound the range as well take rows out only where it begins.
        var isBound = source.Filters.Count == 0
            && left.TrueForAll(predicate => bounds.Exists(bound => ReferenceEquals(bound.Predicate, predicate)));
        plan = Filter(plan, [.. source.Filters, .. left], losesFew: isBound);
        var isNatural = path.Index is null || (path.Equalities.Count == path.Fields.Length && path.List is null);
        if (!context.IsUnordered && (isSorted ? runs.Count > 0 : !isNatural))
            plan = new KeyOrderPlan(plan, source.Slot, [.. runs.Select(Compile)]) { EstimatedRows = plan.EstimatedRows };
        return plan;
    }

    /// <summary>
    /// Documents of which one of several conditions must be true: what each of them finds by its own key or index, together. Null where one
    /// finds nothing so, or all of them together cost too much.
    /// </summary>
    private KeyOrderPlan? TryPlanUnion(BoundCollectionSource source, List<BoundExpression> predicates, double mostCost)
    {
        const int Most = 100;
        foreach (var predicate in predicates)
        {
            if (predicate is not BoundOperation { Kind: OperationKind.Or } || Disjunctions.Split(predicate) is not { Count: <= Most } parts)
                continue;
            var paths = new List<PathChoice>(parts.Count);
            foreach (var part in parts)
            {
                var local = new List<BoundExpression>();
                Conjunctions.Split(part, local);
                paths.Add(ChoosePath(source, local));
                if (!paths[^1].IsSeek)
                    break;
            }

            if (!paths[^1].IsSeek || paths.Sum(CostOfSeek) > mostCost)
                continue;
            var scans = paths.Select(path => (Plan)new ScanPlan(source, ViewOf(source), CompilePath(path), ExplainPath(source, path))
            {
                EstimatedRows = path.EstimatedRows,
                ReadsAll = true,
            }).ToArray();
            var rows = paths.Sum(static path => path.EstimatedRows);
            var found = Filter(new ConcatPlan(scans, source.Slot) { EstimatedRows = rows }, [.. source.Filters, .. predicates]);
            return new(found, source.Slot, [], isUnion: true) { EstimatedRows = found.EstimatedRows };
        }

        return null;
    }

    /// <summary>The condition that names a version by its seq or by its hash; null without.</summary>
    private static EquiKey? FindVersionKey(BoundCollectionSource source, List<BoundExpression> predicates)
    {
        var keys = EquiKey.Extract(predicates, [source.Slot, source.HistorySlot]);
        return keys.Find(key => Names(key, MetadataField.Seq)) ?? keys.Find(key => Names(key, MetadataField.Hash));

        bool Names(EquiKey key, MetadataField field) =>
            key.Inner is BoundMetadata named && named.Field == field && named.Slot == source.Slot;
    }

    private Plan PlanVersion(BoundCollectionSource source, EquiKey key, List<BoundExpression> predicates)
    {
        var name = source.IsHistory ? $"HISTORY({source.Collection.Name})" : source.Collection.Name;
        var detail = $"{name} by {ExpressionText.Of(key.Predicate)}";
        var isHash = key.Inner is BoundMetadata { Field: MetadataField.Hash };
        // What an open transaction wrote has no hash yet, and is looked for by null.
        var withoutHash = isHash && key.NullsMatch && key.Outer is not BoundConstant { Value.IsNull: false }
            ? Filter(PlanScan(source), [key.Predicate])
            : null;
        var plan = new VersionPlan(source, ViewOf(source), Compile(key.Outer), isHash, withoutHash, detail) { EstimatedRows = 1 };
        return Filter(plan, [.. source.Filters, .. predicates.Where(predicate => !ReferenceEquals(predicate, key.Predicate))]);
    }

    /// <summary>SEARCH or <c>contains_words</c> by a search index; null where there is none over all of the searched fields.</summary>
    private Plan? TryPlanSearch(BoundCollectionSource source, List<BoundExpression> predicates)
    {
        if (source.IsHistory)
            return null;
        foreach (var predicate in predicates)
            if (predicate is BoundOperation operation && FindSearched(operation, source.Slot) is { } searched
                && TryPlanSearch(source, predicates, operation, searched.Words, searched.Fields) is { } plan)
                return plan;
        return null;
    }

    /// <summary>What a predicate looks for, and in which fields; null where it is not one that looks for words.</summary>
    private static (BoundExpression Words, int[] Fields)? FindSearched(BoundOperation operation, int slot) => operation switch
    {
        { Kind: OperationKind.Search } when operation.Arguments.Skip(1).All(static argument => argument is BoundField) =>
            (operation.Arguments[0], [.. operation.Arguments.Skip(1).Cast<BoundField>().Select(static field => field.Field.Id).Order()]),
        {
            Kind: OperationKind.Function,
            Detail: ScalarFunction { Name: "contains_words" },
            Arguments: [BoundField { Field.Type.Kind: FieldKind.String or FieldKind.Array or FieldKind.Object } field,
                (BoundConstant or BoundParameter) and var words],
        } when field.Slot == slot => (words, [field.Field.Id]),
        _ => null,
    };

    private Plan? TryPlanSearch(
        BoundCollectionSource source, List<BoundExpression> predicates, BoundOperation search, BoundExpression words, int[] fields)
    {
        var indexed = source.Collection.Indexes.Where(static index => index is { IsSearch: true, Filter: null })
            .SelectMany(static index => index.Fields).Select(static field => field.FieldId).ToHashSet();
        if (fields.Length == 0 || !indexed.IsSupersetOf(fields))
            return null;
        const double Found = 20;
        var check = Compile(search);
        var plan = new SearchPlan(
            Filter(PlanScan(source), [search]), source.Collection, source.Slot, ViewOf(source), Compile(words), check, fields)
        {
            EstimatedRows = Found,
        };
        return Filter(plan, [.. source.Filters, .. predicates.Where(predicate => !ReferenceEquals(predicate, search))]);
    }

    /// <summary>A walk over all of a source.</summary>
    private ScanPlan PlanScan(BoundCollectionSource source)
    {
        var path = KeyPath(source, []);
        _mostRows = Math.Max(_mostRows, path.EstimatedRows);
        return new(source, ViewOf(source), CompilePath(path), ExplainPath(source, path)) { EstimatedRows = path.EstimatedRows };
    }

    /// <summary>
    /// Whether an index finds so many documents, one by one, that reading all of the collection costs less. Where nothing but their number
    /// is wanted, they are not read.
    /// </summary>
    private bool IsDear(BoundCollectionSource source, List<BoundExpression> predicates, PathChoice path, PlanContext context)
    {
        // Behind each entry a document is looked up, which costs so much more than reading the next one.
        return path is { Index: not null, IsSeek: true, IsMeasured: true }
            && WalkCosts.Lookup * path.EstimatedRows > CountOf(source.Collection)
            && !(context.IsCounted && source.Filters.Count == 0 && path.Terms.Count() == predicates.Count);
    }

    private PathChoice KeyPath(BoundCollectionSource source, List<PathTerm> terms) => MakePath(
        source.Collection, null, PathTerms.KeyFields(source.Collection), terms, CountOf(source.Collection));

    private PathChoice ChoosePath(BoundCollectionSource source, List<BoundExpression> predicates, bool withQueries = false)
    {
        var collection = source.Collection;
        var terms = PathTerms.Extract(source, predicates, withQueries);
        var count = CountOf(collection);
        var best = Refine(collection, KeyPath(source, terms));
        if (source.IsHistory)
            return best;
        foreach (var index in collection.Indexes)
        {
            if (index.IsSearch)
                continue;
            var path = Refine(collection, MakePath(collection, index, [.. index.Fields], terms, count));
            var isBetter = path.EstimatedRows < best.EstimatedRows || (!best.IsSeek && path.EstimatedRows <= best.EstimatedRows);
            if (path.IsSeek && isBetter && IndexFilters.AreImplied(source, index, predicates))
                best = path;
        }

        return best;
    }

    private PathChoice MakePath(
        CollectionDefinition collection, IndexDefinition? index, IndexField[] fields, List<PathTerm> terms, double count)
    {
        var path = new PathChoice { Index = index, Fields = fields };
        foreach (var field in fields)
        {
            var collation = PathTerms.CollationOf(collection, index, field.FieldId);
            if (terms.Find(term => term.IsEquality && term.IsAnsweredBy(field.FieldId, collation)) is not { } term)
                break;
            path.Equalities.Add(term);
        }

        var equalities = path.Equalities.Count;
        path.IsSingle = index is null && equalities == fields.Length;
        path.EstimatedRows = RowsOfEquality(collection, index, fields, equalities, count);
        if (equalities == fields.Length)
            return path.IsSingle ? Single(path) : path;
        var next = fields[equalities].FieldId;
        var order = PathTerms.CollationOf(collection, index, next);
        path.List = terms.Find(term => term.IsList && term.IsAnsweredBy(next, order));
        if (path.List is not null)
        {
            var length = path.List.IsArray ? PathTerm.ItemsOfArray : path.List.Values.Count;
            path.EstimatedRows = Math.Max(2, length * RowsOfEquality(collection, index, fields, equalities + 1, count));
            return path;
        }

        path.Prefix = terms.Find(term => term.IsPrefix && term.IsAnsweredBy(next, order));
        if (path.Prefix is not null)
        {
            path.EstimatedRows = Math.Max(2, path.EstimatedRows * 0.05);
            return path;
        }

        path.Lower = terms.Find(
            term => term.Comparison is Comparison.Greater or Comparison.GreaterOrEqual && term.IsAnsweredBy(next, order));
        path.Upper = terms.Find(term => term.Comparison is Comparison.Less or Comparison.LessOrEqual && term.IsAnsweredBy(next, order));
        if (path.Lower is not null || path.Upper is not null)
            path.EstimatedRows = Math.Max(2, path.EstimatedRows * (path.Lower is not null && path.Upper is not null ? 0.1 : 0.33));
        return path;
    }

    /// <summary>
    /// Looks how much a path finds, if its values are known. Those of parameters are others the next time, so that it is noted what the
    /// plan was chosen by.
    /// </summary>
    private PathChoice Refine(CollectionDefinition collection, PathChoice path)
    {
        if (!path.IsSeek || path.IsSingle || view.EstimateCount(collection.Id) < SmallCollection)
            return path;
        var isFixed = true;
        foreach (var value in path.Terms.SelectMany(static term => term.Values))
        {
            if (value is not BoundConstant && (value is not BoundParameter || Parameters is null))
                return path;
            isFixed &= value is BoundConstant;
        }

        // The ways of a source are asked for more than once while the order of a join is looked for.
        var terms = string.Join(" AND ", path.Terms.Select(static term => ExpressionText.Of(term.Predicate)));
        var text = $"{collection.Id} {path.Index?.Id} {terms}";
        if (!_measured.TryGetValue(text, out var rows))
        {
            var way = CompilePath(path);
            using var frame = new Frame(0, 0, Parameters ?? [], view, TimeProvider.System, Cancellation);
            _measured.Add(text, rows = PathProbe.Measure(collection.Id, path.Index?.Id ?? 0, way, frame));
            if (!isFixed && rows is { } found)
                _probes.Add(new(collection.Id, path.Index?.Id ?? 0, way, found));
        }

        path.IsMeasured = rows is not null;
        path.EstimatedRows = rows ?? path.EstimatedRows;
        return path;
    }

    private static PathChoice Single(PathChoice path)
    {
        path.EstimatedRows = 1;
        return path;
    }

    /// <summary>
    /// About how many documents have given values in the first fields. Where samples do not tell, a first equality finds one in fifty,
    /// each further one
    /// one in five of those.
    /// </summary>
    private double RowsOfEquality(
        CollectionDefinition collection, IndexDefinition? index, IndexField[] fields, int equalities, double count)
    {
        if (equalities == 0)
            return Math.Max(2, count);
        if (equalities == fields.Length && (index is null || index.IsUnique))
            return 1.5;
        return _values.RowsPerValue(collection, index, fields, equalities) is { } rows
            ? Math.Max(1.5, rows)
            : Math.Max(2, count * 0.02 * Math.Pow(0.2, equalities - 1));
    }

    private AccessPath CompilePath(PathChoice path)
    {
        var next = path.Equalities.Count < path.Fields.Length && path.Fields[path.Equalities.Count].IsDescending;
        return new()
        {
            IndexId = path.Index?.Id ?? 0,
            Equalities = [.. path.Equalities.Select(term => Compile(term.Values[0]))],
            NullsMatch = [.. path.Equalities.Select(static term => term.NullsMatch)],
            IsDescending = [.. path.Fields.Select(static field => field.IsDescending)],
            List = path.List switch
            {
                null => null,
                { Predicate: BoundSubquery query } => [new QueryValuesEvaluator(ValuesOf(query))],
                var list => [.. list.Values.Select(Compile)],
            },
            IsArray = path.List is { IsArray: true },
            Prefix = path.Prefix is null ? null : Compile(path.Prefix.Values[0]),
            PrefixEscape = path.Prefix is { Values.Count: > 1 } ? Compile(path.Prefix.Values[1]) : null,
            IsPattern = path.Prefix is { IsPattern: true },
            Lower = path.Lower is null ? null : Compile(path.Lower.Values[0]),
            IsLowerInclusive = path.Lower?.Comparison == Comparison.GreaterOrEqual,
            Upper = path.Upper is null ? null : Compile(path.Upper.Values[0]),
            IsUpperInclusive = path.Upper?.Comparison == Comparison.LessOrEqual,
            IsRangeDescending = next,
            IsReverse = path.IsReverse,
            IsNotNull = path.IsNotNull,
            IsSingle = path.IsSingle,
        };
    }

    private static string ExplainPath(BoundCollectionSource source, PathChoice path)
    {
        var name = source.Collection.Name;
        var terms = path.Terms.Select(static term => ExpressionText.Of(term.Predicate)).ToList();
        var way = path.Index is not null ? $"index {path.Index.Name}" : path.IsSingle ? "key" : path.IsSeek ? "key range" : "all";
        var direction = path.IsReverse ? " backwards" : string.Empty;
        return $"{(source.IsHistory ? $"HISTORY({name})" : name)} by "
            + $"{way}{direction}{(terms.Count > 0 ? ": " : string.Empty)}{string.Join(" AND ", terms)}";
    }
}
