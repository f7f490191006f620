#pragma once

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "griot/time.hpp"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/recall.h"
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
  bool is_container() const { return kind == Kind::kJson && (json.is_object() || json.is_array()); }
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
  // `memory` may be null.
  Values(const Program& program, Memory* memory);

  void Begin(const Headers* headers) {
    headers_ = headers;
    spent_ = 0;
  }
  // What the body at hand has cost so far: members and elements that were looked at, and bytes.
  uint64_t spent() const { return spent_; }
  void Spend(size_t steps) { spent_ += steps; }
  // `list` is what the list is called that it stands in.
  void Enter(uint32_t level, json::Value element, std::string_view list);
  // Back to an element that was entered before those within it.
  void Return(uint32_t level) { level_ = level; }
  void End() { scratch_.Reset(); }
  // When the event at hand happened.
  void Occurred(Micros time) { occurred_ = time; }
  // Keeps what a rule remembers of the element at hand.
  void Keep(const Remember& remember);

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
  Val Known(const Node& node);
  Val Walk(json::Value value, const Node& node);
  json::Value Follow(json::Value value, const Step& step);
  json::Value Member(json::Value object, std::string_view name);
  Val Table(const Node& node);
  bool Passes(const Test& test);
  bool Same(const Val& a, const Val& b);

  // Functions (calls.cc).
  Val Call(const Node& node);
  Val Lower(std::string_view text);
  Val Phone(std::string_view text, bool user);
  Val TimeOf(Fn fn, const Val& argument);
  Val Split(Fn fn, std::string_view text, std::string_view at);
  Val Count(const Val& argument);
  Val Bsuid(std::string_view text, bool user);
  Val Json(std::string_view text, uint32_t document);
  Val Hash(std::string_view text);
  Val Calls(const Node& node);
  Val Concat(const Node& node);
  Val Seconds(const Node& node);
  // The parts of a key, with a colon between; empty: one is missing.
  std::string_view KeyOf(std::string_view name, std::span<const NodeId> parts);
  std::string_view Joined(size_t begin, bool whole);
  std::string_view Digits(int64_t number);
  std::string_view Keep(std::string_view prefix, std::string_view text);

  const Program& program_;
  const Headers* headers_ = nullptr;
  std::array<json::Value, kMostLevels> levels_;
  std::array<std::string_view, kMostLevels> lists_;
  std::array<uint64_t, kMostLevels> entered_{};  // which element it is, counted
  uint32_t level_ = 0;                           // of the innermost element
  uint64_t count_ = 0;
  uint64_t spent_ = 0;
  // The values with names, and for which element they were computed.
  struct Computed {
    uint64_t entered = 0;
    Val val;
  };
  std::vector<Computed> lets_;
  std::vector<std::unique_ptr<json::Document>> documents_;
  Recall recall_;
  std::string joined_;
  Micros occurred_ = 0;
  json::Scratch scratch_;
  PhoneBook phones_;
  User user_;
  Val said_;
};

}  // namespace griot::whatsapp_crm::mapping
