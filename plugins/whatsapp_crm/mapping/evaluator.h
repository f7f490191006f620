#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/mapping/program.h"
#include "plugins/whatsapp_crm/mapping/sink.h"
#include "plugins/whatsapp_crm/mapping/trace.h"
#include "plugins/whatsapp_crm/mapping/values.h"
#include "plugins/whatsapp_crm/object_writer.h"

namespace griot::whatsapp_crm::mapping {

// Makes events of bodies by a program: each element that it is led to becomes events, a dead letter
// or a count. Its memory is reused from body to body. One thread; the program and what it
// remembers, which several may share, must outlive it.
class Evaluator {
 public:
  // Without `memory` nothing is remembered, and rules that ask for it find nothing.
  explicit Evaluator(const Program& program, Memory* memory = nullptr)
      : program_(program), values_(program, memory) {}

  // `headers` may be null. Nothing of the call is kept.
  void Map(std::string_view body, const Headers* headers, Micros received_at, Sink& sink);
  // Tells `trace`, which must outlive it, why things become what they do.
  void SetTrace(Trace* trace) { trace_ = trace; }

 private:
  // False: it is dead.
  bool Read(std::string_view body);
  void MapElement(const Group& group, json::Value element);
  // Whether anything was made of it, or counted.
  bool Take(const Group& group, json::Value element);
  bool SetAside(const Group& group, json::Value element);
  // Whether more was done for the body than any that a provider means to send can need.
  bool IsSpent() const { return values_.spent() > most_; }
  bool Holds(Trace::Asked what, std::string_view name, const Condition& when);
  // Whether there was any element.
  bool MapList(const Group& group, const Each& each, size_t depth, json::Value from);
  // False: it can be no event, and is dead.
  bool Storable(json::Value element);

  // Events (event.cc).
  void MapRule(const Rule& rule, json::Value element);
  bool WriteKey(const Rule& rule);
  void WriteProperties(const Rule& rule, const User& user);
  void WriteContext(const Rule& rule, const Val& doubted);
  void WriteFields(const std::vector<Field>& fields, ObjectWriter& out);
  void WriteField(std::string_view name, const Val& val, ObjectWriter& out);
  bool IsWritten(const Field& field);

  const Program& program_;
  Values values_;
  json::Document document_;
  Sink* sink_ = nullptr;  // of the body at hand
  Trace* trace_ = nullptr;
  Micros received_at_ = 0;
  uint64_t most_ = 0;  // steps for the body at hand

  std::string form_;
  std::string spare_;
  std::string redacted_;
  std::string key_;
  std::string properties_;
  std::string context_;
  std::vector<std::string_view> written_;  // names that stand in more than one place
};

}  // namespace griot::whatsapp_crm::mapping
