#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "array_param.h"

namespace griot::postgres {

// Counts of one project and source in a batch.
struct Counts {
  uint64_t accepted = 0;
  uint64_t stored = 0;
  uint64_t duplicate = 0;
  uint64_t filtered = 0;
  uint64_t dead = 0;
};

// What a batch adds to the ledger. In the order of the rows' keys, as all writers lock them.
// Borrows the texts that it is given until Clear. One thread at a time.
class Tally {
 public:
  void Clear();

  // The row of a project and source; valid until Clear.
  Counts& Of(std::string_view project, std::string_view source);
  // Counts one event as filtered or dead (`kind`) for a reason.
  void Reason(std::string_view project, std::string_view source, const char* kind,
              std::string_view reason);

  bool empty() const { return rows_.empty(); }
  bool has_reasons() const { return !reasons_.empty(); }

  // Parameters of the two statements; `shard` is four bytes that the caller keeps.
  Params Rows(std::string_view shard);
  Params Reasons(std::string_view shard);

  static const char* const kRowsSql;
  static const char* const kReasonsSql;

 private:
  std::string_view Key(std::string_view text);

  using Place = std::pair<std::string_view, std::string_view>;
  std::map<Place, Counts> rows_;
  std::map<std::tuple<std::string_view, std::string_view, std::string_view, std::string_view>,
           int64_t>
      reasons_;
  std::deque<std::string> cleaned_;  // what the keys point to where the text had to change
  Place last_place_;
  Counts* last_ = nullptr;
  ArrayParam texts_[4] = {ArrayParam(kText), ArrayParam(kText), ArrayParam(kText),
                          ArrayParam(kText)};
  ArrayParam numbers_[5] = {ArrayParam(kInt8), ArrayParam(kInt8), ArrayParam(kInt8),
                            ArrayParam(kInt8), ArrayParam(kInt8)};
};

}  // namespace griot::postgres
