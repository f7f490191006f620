#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "griot/time.hpp"

namespace griot::whatsapp_crm::mapping {

// What a mapping file compiles to: plain data, which any number of evaluators may read at once.

constexpr uint32_t kMostLevels = 8;  // of `each` below one another, the body included
constexpr uint32_t kNothing = UINT32_MAX;
using NodeId = uint32_t;

// One step of a path, in an object or a list.
struct Step {
  enum class Kind : uint8_t { kMember, kIndex, kHas, kEquals };
  Kind kind = Kind::kMember;
  uint32_t index = 0;
  std::string name;
  std::string text;  // what the member `name` of the wanted element says
};

enum class Op : uint8_t { kPath, kConst, kHeader, kCall, kFirst, kTable, kWhen };

enum class Fn : uint8_t {
  kText,
  kLower,
  kNumber,
  kBool,
  kPhone,
  kUser,
  kTime,
  kTimeS,
  kTimeMs,
  kTimeIso,
  kBefore,
  kAfter,
  kPrefix,
  kCount,
  kExists
};

enum class ConstKind : uint8_t { kText, kNumber, kBool };
struct Constant {
  ConstKind kind = ConstKind::kText;
  std::string text;
};

// path: [a, a+b) of steps, from `level` | const, header: a | call: a child, b constant argument |
// first: [a, a+b) of links | table: a child, b table, c otherwise | when: a condition, b child
struct Node {
  Op op = Op::kPath;
  Fn fn = Fn::kText;
  uint16_t level = 0;
  uint32_t a = kNothing;
  uint32_t b = kNothing;
  uint32_t c = kNothing;
};

struct Table {
  std::vector<std::pair<std::string, Constant>> rows;  // in order of their names
};

struct Test {
  enum class Kind : uint8_t { kIn, kExists, kStarts, kEnds };
  NodeId value = kNothing;
  Kind kind = Kind::kIn;
  bool negated = false;
  std::vector<std::string> texts;
};
// Any of several lists whose tests all hold; an empty condition always does.
struct Condition {
  std::vector<std::vector<Test>> any;
};

struct Field {
  std::string name;
  NodeId value = kNothing;
};

struct Rule {
  std::string name;
  Condition when;
  std::vector<NodeId> key;
  NodeId user = kNothing;
  NodeId time = kNothing;
  NodeId number = kNothing;
  bool user_optional = false;
  std::vector<Field> properties;
  std::vector<Field> context;
};

struct Ignore {
  Condition when;
  std::string as;
};

// What is done with each element of a list, or with the body.
struct Group {
  std::vector<std::vector<Step>> each;  // one list inside the other
  uint32_t level = 0;                   // of the elements
  NodeId kind = kNothing;               // what one that no rule takes is counted as
  std::vector<Ignore> ignore;
  std::vector<Rule> rules;
  std::vector<Group> groups;
};

struct Signature {
  std::string algorithm;  // as OpenSSL calls it; empty: bodies are not signed
  bool base64 = false;
  std::string header;
  std::string prefix;
  // What is signed: {body} and {ts} stand as parts of their own.
  struct Part {
    enum class Kind : uint8_t { kLiteral, kBody, kTime } kind;
    std::string text;
  };
  std::vector<Part> parts;
  std::string time_header;
  Micros tolerance = 5 * kMinute;
};

struct Ack {
  int status = 200;
  std::string body = R"({"status":"success"})";
  std::string type = "application/json";
};

struct Program {
  std::string name;
  std::string channel = "whatsapp";
  std::string key_space;
  bool form = false;
  bool meta_handshake = false;
  Signature signature;
  Ack ack;
  std::vector<std::vector<std::string>> redact;  // "[]" steps into every element of a list

  Group root;
  std::vector<Node> nodes;
  std::vector<Step> steps;
  std::vector<NodeId> links;
  std::vector<Constant> constants;
  std::vector<Table> tables;
  std::vector<Condition> conditions;
};

}  // namespace griot::whatsapp_crm::mapping
