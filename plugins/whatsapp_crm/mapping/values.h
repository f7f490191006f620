#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/sink.h"
#include "plugins/whatsapp_crm/phone_book.h"

namespace griot::whatsapp_crm::mapping {

// What an expression comes to. Views are good until the next body.
struct Val {
  enum class Kind : uint8_t { kNone, kJson, kText, kNumber, kBool, kTime };
  Kind kind = Kind::kNone;
  json::Value json;
  std::string_view text;  // of a text, number or bool
  Micros time = 0;

  bool none() const { return kind == Kind::kNone; }
};

// The customer as the last expression of a `user` found them.
struct User {
  std::string_view wa_id;  // the digits as they came
  std::string_view bsuid;
  bool phone_valid = true;
};

// Computes a program's expressions over one body. A missing member, null, "" and what jsonb refuses
// are no value, so `|` passes them over. Allocates from reused memory only. One thread; the program
// must outlive it.
class Values {
 public:
  explicit Values(const Program& program) : program_(program) {}

  void Begin(const Headers* headers) { headers_ = headers; }
  void Enter(uint32_t level, json::Value element) { levels_[level] = element; }
  void End() { scratch_.Reset(); }

  Val Get(NodeId id);
  // As a text, where it is one, a number, a bool or a time; else empty.
  std::string_view Text(NodeId id) { return TextOf(Get(id)); }
  std::string_view TextOf(const Val& val);
  bool Holds(const Condition& condition);
  // The time, in whatever form it stands; `*said` is the value that says so.
  std::optional<Micros> Time(NodeId id, Val* said);
  std::string_view UserId(NodeId id, User* user);

 private:
  Val Path(const Node& node);
  Val Table(const Node& node);
  bool Passes(const Test& test);

  // Functions (calls.cc).
  Val Call(const Node& node);
  Val Lower(std::string_view text);
  Val Phone(std::string_view text, bool user);
  Val TimeOf(Fn fn, const Val& argument);
  Val Split(Fn fn, std::string_view text, std::string_view at);
  Val Count(const Val& argument);
  std::string_view Keep(std::string_view prefix, std::string_view text);

  const Program& program_;
  const Headers* headers_ = nullptr;
  std::array<json::Value, kMostLevels> levels_;
  json::Scratch scratch_;
  PhoneBook phones_;
  User user_;
  Val said_;
};

}  // namespace griot::whatsapp_crm::mapping
