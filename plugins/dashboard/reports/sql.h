#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace griot::dashboard {

// A report's query (sql/queries/reports/NAME.sql). `:name` stands for a value that is bound.
struct Query {
  std::string text;                // with $1, $2 …
  std::vector<std::string> names;  // of $1, $2 …
};

// Throws std::logic_error where there is none of this name.
const Query& QueryOf(std::string_view name);
// `:name` → $n, but not in quotes, comments and casts.
Query Parse(std::string_view sql);

}  // namespace griot::dashboard
