#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "griot/json.hpp"
#include "plugins/whatsapp_crm/mapping/compile.h"
#include "plugins/whatsapp_crm/mapping/evaluator.h"

namespace griot::whatsapp_crm::mapping {

constexpr Micros kHeardAt = 1'800'000'000 * kSecond;

// Keeps what an evaluator hands out.
class Heard : public Sink {
 public:
  struct Made {
    std::string channel, name, number_id, key_space, key, user_id, properties, context, raw;
    Micros occurred_at = 0;
  };
  struct Letter {
    std::string raw, reason, detail;
  };

  void Event(const Mapped& e) override {
    events.push_back({std::string(e.channel), std::string(e.name), std::string(e.number_id),
                      std::string(e.key_space), std::string(e.key), std::string(e.user_id),
                      std::string(e.properties), std::string(e.context), std::string(e.raw),
                      e.occurred_at});
  }
  void Dead(std::string_view raw, std::string_view reason, std::string_view detail) override {
    dead.push_back({std::string(raw), std::string(reason), std::string(detail)});
  }
  void Unknown(std::string_view kind) override { unknown.emplace_back(kind); }

  std::vector<Made> events;
  std::vector<Letter> dead;
  std::vector<std::string> unknown;
};

class Given : public Headers {
 public:
  Given(std::initializer_list<std::pair<const std::string, std::string>> list) : all_(list) {}
  std::optional<std::string_view> Find(std::string_view name) const override {
    const auto found = all_.find(std::string(name));
    if (found == all_.end()) return std::nullopt;
    return found->second;
  }

 private:
  std::map<std::string, std::string> all_;
};

inline std::vector<std::string> ProblemsOf(std::string_view text) {
  std::vector<std::string> problems;
  const auto program = Compile("crm.yaml", text, &problems);
  EXPECT_EQ(program == nullptr, !problems.empty());
  return problems;
}

inline std::unique_ptr<const Program> Good(std::string_view text) {
  std::vector<std::string> problems;
  auto program = Compile("crm.yaml", text, &problems);
  EXPECT_THAT(problems, ::testing::IsEmpty());
  return program;
}

inline Heard MapBody(const Program& program, std::string_view body,
                     const Headers* headers = nullptr) {
  Heard heard;
  Evaluator(program).Map(body, headers, kHeardAt, heard);
  return heard;
}

// The least that a mapping must say, around its rest.
inline std::string Mapping(std::string_view rest) {
  return "mapping: 1\nname: crm\nsignature: none\n" + std::string(rest);
}

// One event whose property p is made by `value` (YAML in one line).
inline std::string Property(std::string_view value, std::string_view body) {
  const auto program = Good(
      Mapping("events:\n  - {name: e, key: =k, properties: {p: " + std::string(value) + "}}\n"));
  if (program == nullptr) return "no program";
  const Heard heard = MapBody(*program, body);
  if (heard.events.size() != 1) return "no event";
  return std::string(json::Get(heard.events[0].properties, "p").value_or("none"));
}

}  // namespace griot::whatsapp_crm::mapping
