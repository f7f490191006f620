#include "tally.h"

#include "clean_text.h"

namespace griot::postgres {
namespace {

// An index takes no key over 2,704 bytes, and the ledger may never fail.
constexpr size_t kMostKey = 256;

}  // namespace

const char* const Tally::kRowsSql =
    "insert into ledger as l (project, source, shard, accepted, stored, duplicate, filtered, dead) "
    "select p, s, $3::integer, a, st, du, fi, de from unnest($1::text[], $2::text[], $4::bigint[], "
    "$5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[]) as t (p, s, a, st, du, fi, de) "
    "on conflict (project, source, shard) do update set accepted = l.accepted + excluded.accepted, "
    "stored = l.stored + excluded.stored, duplicate = l.duplicate + excluded.duplicate, "
    "filtered = l.filtered + excluded.filtered, dead = l.dead + excluded.dead";

const char* const Tally::kReasonsSql =
    "insert into ledger_reasons as l (project, source, kind, reason, shard, count) "
    "select p, s, k, r, $5::integer, c from unnest($1::text[], $2::text[], $3::text[], $4::text[], "
    "$6::bigint[]) as t (p, s, k, r, c) "
    "on conflict (project, source, kind, reason, shard) do update set count = l.count + "
    "excluded.count";

void Tally::Clear() {
  rows_.clear();
  reasons_.clear();
  cleaned_.clear();
  last_ = nullptr;
}

std::string_view Tally::Key(std::string_view text) {
  if (text.size() <= kMostKey && IsCleanText(text)) return text;
  return cleaned_.emplace_back(CleanText(text, kMostKey));
}

Counts& Tally::Of(std::string_view project, std::string_view source) {
  const Place place{project, source};
  if (last_ == nullptr || place != last_place_) {
    last_ = &rows_[{Key(project), Key(source)}];
    last_place_ = place;
  }
  return *last_;
}

void Tally::Reason(std::string_view project, std::string_view source, const char* kind,
                   std::string_view reason) {
  ++reasons_[{Key(project), Key(source), kind, Key(reason)}];
}

Params Tally::Rows(std::string_view shard) {
  for (ArrayParam& a : texts_) a.Clear();
  for (ArrayParam& a : numbers_) a.Clear();
  for (const auto& [place, counts] : rows_) {
    texts_[0].Bytes(place.first);
    texts_[1].Bytes(place.second);
    const uint64_t row[] = {counts.accepted, counts.stored, counts.duplicate, counts.filtered,
                            counts.dead};
    for (size_t i = 0; i < 5; ++i) numbers_[i].Int8(static_cast<int64_t>(row[i]));
  }
  Params params;
  params.Add(texts_[0]).Add(texts_[1]).Add(shard);
  for (ArrayParam& a : numbers_) params.Add(a);
  return params;
}

Params Tally::Reasons(std::string_view shard) {
  for (ArrayParam& a : texts_) a.Clear();
  numbers_[0].Clear();
  for (const auto& [key, count] : reasons_) {
    const auto& [project, source, kind, reason] = key;
    texts_[0].Bytes(project);
    texts_[1].Bytes(source);
    texts_[2].Bytes(kind);
    texts_[3].Bytes(reason);
    numbers_[0].Int8(count);
  }
  Params params;
  for (ArrayParam& a : texts_) params.Add(a);
  return params.Add(shard).Add(numbers_[0]);
}

}  // namespace griot::postgres
