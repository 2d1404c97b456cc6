#!/usr/bin/env bash
# Lets schemathesis loose on the API of a real server with data of its own: no 5xx, no answer that the document does not
# name, no request taken that it forbids. About a minute. Needs schemathesis 4.32 (pip install schemathesis==4.32.5);
# SCHEMATHESIS names it where it is not on the path, an argument gives the examples per operation.
set -euo pipefail
cd "$(dirname "$0")/../../.."
examples=${1:-10}
st=${SCHEMATHESIS:-schemathesis}

cargo build --quiet -p hansei --locked
data=$(mktemp -d)
"${CARGO_TARGET_DIR:-target}/debug/hansei" --data-dir "$data" serve --port 0 >"$data/address" 2>"$data/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 100); do [ -s "$data/address" ] && break; sleep 0.1; done
base=$(sed -n 's,/?token=.*,,p' "$data/address")
token=$(cat "$data/api-token")

call() { curl -fsS -X "$1" "$base/api/v1$2" -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -H 'If-Match: *' -d "$3"; }
id() { sed 's/.*"id":"\([^"]*\)".*/\1/'; }

# Two entries to work on, so that what comes after the first question is reached as well, and one to delete; and what the
# first one plans, with a moment of it.
one=$(call POST /entries '{"text": "yesterday: the proposal went out a week late"}' | id)
call PATCH "/entries/$one/review" '{
  "intended": {"statement": "Deliver on 15 March", "targets": [{"number": 1, "name": "Deadline", "slot": {"deadline": "2026-03-15"}}]},
  "happened": {"moments": [{"what": "It went out"}], "outcomes": [{"target": 1, "actual": {"date": "2026-03-22"}}]},
  "why": {"causes": [{"number": 1, "statement": "Scope grew"}, {"number": 2, "under": 1, "statement": "Nobody said no"}],
          "factors": [{"number": 1, "statement": "I said yes", "control": "mine"}]},
  "next": {"lesson": "A date needs a rule for changes",
           "commitments": [{"cue": "a client asks for more", "act": "set the date again"},
                           {"cue": "a date is set", "act": "have it in the calendar", "kind": "system"}], "choice": {"way": "retry", "reason": "The goal is right"}},
  "park": ["Ask first", "Ask twice"], "finish": true}' >/dev/null
two=$(call POST "/entries/$one/attempts" '{"text": "The second proposal"}' | id)
practice=$(curl -fsS "$base/api/v1/practices" -H "Authorization: Bearer $token" | sed 's/.*"practices":\[{"id":"\([^"]*\)".*/\1/')
moment=$(call POST "/practices/$practice/opportunities" '{"outcome": {"met": {"did": "done"}}}' | id)
gone=$(call POST /entries '{"text": "Something to delete"}' | id)

cat >"$data/schemathesis.toml" <<TOML
# What the document allows can still make no sense, such as an answer to question 3 before question 1: 422 says so.
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 401, 403, 404, 409, 422]

# Without the version that was seen nothing is written over: 428 says so.
[checks.missing_required_header]
expected-statuses = [401, 403, 415, 422, 428]

[[operations]]
include-path-regex = "^/api/v1/entries/.id./(?!erase|lessons)."
parameters = { id = "$one" }

[[operations]]
include-operation-id-regex = "^(delete|erase)_entry$"
parameters = { id = "$gone" }

[[operations]]
include-path-regex = "^/api/v1/practices/.id."
parameters = { id = "$practice" }

[[operations]]
include-path-regex = "^/api/v1/opportunities/.id."
parameters = { id = "$moment" }

[[operations]]
include-operation-id = "answer_lesson"
parameters = { id = "$two", place = 0 }
TOML

"$st" --config-file "$data/schemathesis.toml" run "$base/api/openapi.json" \
  --header "Authorization: Bearer $token" --generation-deterministic --max-examples "$examples" --continue-on-failure
if grep -E 'panicked|broke' "$data/log"; then
  echo 'the server complained; see above' >&2
  exit 1
fi
