#include "host/config/options_scalar.h"

#include <algorithm>

#include "host/config/scalar.h"
#include "host/config/text.h"
#include "host/config/units.h"

namespace griot::config {
namespace {

constexpr std::string_view kDurationHint = "for instance 250ms, 5s, 10m, 1h";
constexpr std::string_view kSizeHint = "for instance 64KB, 256MiB, 1GiB";

std::string ShowNumber(double number) {
  Json json;
  json.type = Json::Type::kNumber;
  json.number = number;
  return WriteJson(json);
}

class Limits {
 public:
  Limits(const Json& value, const Schema& schema, const std::string& shown, bool blind)
      : value_(value), schema_(schema), shown_(shown), blind_(blind) {}

  std::vector<Objection> Check() {
    Allowed();
    if (value_.IsNumber()) Range();
    if (value_.type == Json::Type::kString) Text();
    if (value_.type == Json::Type::kArray) Items();
    return std::move(objections_);
  }

 private:
  void Object(const std::string& what, std::string hint = {}) {
    objections_.push_back({shown_ + " " + what, std::move(hint)});
  }

  void Allowed() {
    if (schema_.allowed.empty()) return;
    auto same = [this](const Json& allowed) { return Equal(allowed, value_); };
    if (std::any_of(schema_.allowed.begin(), schema_.allowed.end(), same)) return;
    std::string listed;
    std::vector<std::string_view> texts;
    for (const Json& allowed : schema_.allowed) {
      AppendListed(&listed, WriteJson(allowed));
      if (allowed.type == Json::Type::kString) texts.push_back(allowed.text);
    }
    std::string hint;
    if (!blind_ && value_.type == Json::Type::kString) {
      if (auto meant = Closest(value_.text, texts)) hint = "did you mean " + Quoted(*meant) + "?";
    }
    Object((schema_.allowed.size() == 1 ? "is not " : "is none of ") + listed, std::move(hint));
  }

  void Range() {
    double number = value_.AsDouble();
    if (schema_.minimum && number < *schema_.minimum) {
      Object("is less than the minimum " + ShowNumber(*schema_.minimum));
    }
    if (schema_.maximum && number > *schema_.maximum) {
      Object("is more than the maximum " + ShowNumber(*schema_.maximum));
    }
  }

  void Text() {
    size_t length = CountCharacters(value_.text);
    if (schema_.min_length && length < *schema_.min_length) {
      bool empty = *schema_.min_length == 1;
      Object(empty ? "is empty"
                   : "is shorter than " + std::to_string(*schema_.min_length) + " characters");
    }
    if (schema_.max_length && length > *schema_.max_length) {
      Object("is longer than " + std::to_string(*schema_.max_length) + " characters");
    }
    if (schema_.pattern && value_.text.size() > Pattern::kMostBytes) {
      Object("is too long to be matched with the pattern " + schema_.pattern->text());
    } else if (schema_.pattern && !schema_.pattern->Matches(value_.text)) {
      Object("does not match the pattern " + schema_.pattern->text(), schema_.description);
    }
    bool duration = schema_.format == Format::kDuration, size = schema_.format == Format::kSize;
    if (duration && !ParseDuration(value_.text)) {
      Object("is not a duration", std::string(kDurationHint));
    }
    if (size && !ParseSize(value_.text)) Object("is not a size", std::string(kSizeHint));
    if (schema_.format == Format::kUri && !IsUri(value_.text)) {
      Object("is not a URI", "for instance redis://127.0.0.1:6379");
    }
  }

  void Items() {
    size_t count = value_.items.size();
    if (schema_.min_items && count < *schema_.min_items) {
      Object("has fewer than " + std::to_string(*schema_.min_items) + " items");
    }
    if (schema_.max_items && count > *schema_.max_items) {
      Object("has more than " + std::to_string(*schema_.max_items) + " items");
    }
  }

  const Json& value_;
  const Schema& schema_;
  const std::string& shown_;
  const bool blind_;
  std::vector<Objection> objections_;
};

}  // namespace

std::vector<Objection> CheckLimits(const Json& value, const Schema& schema,
                                   const std::string& shown, bool blind) {
  return Limits(value, schema, shown, blind).Check();
}

std::string ExpectedBy(const Schema& schema) {
  bool only_text = schema.types == kString;
  if (only_text && schema.format == Format::kDuration) return "a duration such as 250ms, 5s or 10m";
  if (only_text && schema.format == Format::kSize) return "a size such as 64KB, 256MiB or 1GiB";
  return Expected(schema.types);
}

}  // namespace griot::config
