#!/usr/bin/env bash
# The tests of reliability in their long form.
#
#   eng/torture.sh [factor] [seed] [filter]
#
# The factor multiplies what the short form does (50: 10,000 kills, 250,000 power cuts); the seed reproduces a failure, and is printed.
set -eu
cd "$(dirname "$0")/.."
export NEDB_TORTURE="${1:-50}"
export NEDB_SEED="${2:-$(( RANDOM * 32768 + RANDOM ))}"
filter="${3:-FullyQualifiedName~Reliability}"
echo "factor $NEDB_TORTURE, seed $NEDB_SEED"
if ! dotnet test test/Nedb.Storage.Tests --configuration Release --nologo --filter "$filter"; then
    echo "failed; again with: eng/torture.sh $NEDB_TORTURE $NEDB_SEED '$filter'"
    exit 1
fi
