#!/usr/bin/env bash
# Builds and runs EF Core's own suites against Nedb, wherever their packages restore.
#
#   eng/specification-tests.sh                                        all of them (an hour or more)
#   eng/specification-tests.sh --filter FullyQualifiedName~Northwind  any arguments of dotnet test
#
# NEDB_SPECIFICATION_FOLDERS=1 puts every database into a temporary folder instead of memory.
# NEDB_SPECIFICATION_PAST=query (or session) changes and empties a database once it is filled, and asks the suites of queries of the state before.
set -euo pipefail
project="$(dirname "$0")/../test/EFCore.Nedb.SpecificationTests/EFCore.Nedb.SpecificationTests.csproj"

if ! dotnet restore "$project" --verbosity quiet; then
    echo "The packages of EF Core's suites (Microsoft.EntityFrameworkCore.Relational.Specification.Tests) do not restore from the configured feeds."
    exit 2
fi
exec dotnet test "$project" --configuration Release --no-restore --logger "console;verbosity=minimal" "$@"
