#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "plugins/whatsapp_crm/mapping/scheme.h"

namespace griot::whatsapp_crm::mapping {

// What a mapping file compiles to: plain data, which any number of evaluators may read at once.

constexpr uint32_t kMostLevels = 8;  // of `each` below one another, the body included
constexpr uint32_t kNothing = UINT32_MAX;
using NodeId = uint32_t;

// One step of a path, in an object or a list.
struct Step {
  enum class Kind : uint8_t { kMember, kIndex, kHas, kEquals, kEqualsValue, kNamed };
  Kind kind = Kind::kMember;
  uint32_t index = 0;
  std::string name;
  std::string text;         // what the member `name` of the wanted element says
  NodeId value = kNothing;  // what says it, or the member's name, where that is computed
};

enum class Op : uint8_t { kPath, kConst, kHeader, kCall, kCalls, kFirst, kTable, kWhen, kLet };

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
  kExists,
  kUserPhone,
  kBsuid,
  kRaw,
  kHash,
  kJson,
  kOccurred,
  kList,
  kConcat,
  kSeconds,
  kRecall,
  kNew
};

enum class ConstKind : uint8_t { kText, kNumber, kBool };
struct Constant {
  ConstKind kind = ConstKind::kText;
  std::string text;
};

// path: [a, a+b) of steps, from `level` | let: the same from the value c | const, header: a |
// call: a child, b constant or document | calls: [a, a+b) of links, c constant | first: [a, a+b) of
// links | table: a child, b table, c otherwise | when: a condition, b child
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
  enum class Kind : uint8_t { kIn, kExists, kStarts, kEnds, kIs, kSame, kDiffers };
  NodeId value = kNothing;
  Kind kind = Kind::kIn;
  bool negated = false;
  std::vector<std::string> texts;
  NodeId other = kNothing;  // what it is the same as, or not
};
// Any of several lists whose tests all hold; an empty condition always does.
struct Condition {
  std::vector<std::vector<Test>> any;
};

// A member of an object that is written: a value, an object of its own, or (without a name) more
// members of the same object. The latter two only where `when` holds.
struct Field {
  std::string name;
  NodeId value = kNothing;
  bool repeated = false;  // this name stands elsewhere too: the first that is written counts
  Condition when;
  std::vector<Field> fields;
};

// What is kept for later elements, once this one's event is made.
struct Remember {
  std::string as;
  std::vector<NodeId> key;
  NodeId value = kNothing;
  Condition when;
};

// What an element is counted as, or the reason for which it is set aside.
struct Named {
  Condition when;
  std::string as;
};

struct Rule {
  std::string name;
  std::string key_space;
  Condition when;
  std::vector<NodeId> key;
  NodeId user = kNothing;
  NodeId time = kNothing;
  NodeId number = kNothing;
  bool user_optional = false;
  bool tells_bsuid = false;  // its properties have a bsuid of their own
  std::vector<Field> properties;
  std::vector<Field> context;
  std::vector<Remember> remember;
  std::vector<Named> count;  // beside the event
};

// The way to lists, one inside the other.
using Each = std::vector<std::vector<Step>>;

// What is done with each element of a list, or with the body, or with one of those where `when`
// holds (a case).
struct Group {
  std::vector<Each> each;  // all as deep; none: a case
  Condition when;          // of a case
  uint32_t level = 0;      // of the elements
  bool leaf = false;       // no list in it: the element is the event
  NodeId kind = kNothing;  // what one that no rule takes is counted as
  std::vector<Named> dead;
  std::vector<Named> ignore;
  std::vector<Rule> rules;
  std::vector<Group> cases;
  std::vector<Group> groups;
};

// A value with a name, computed at most once an element.
struct Let {
  uint32_t level = 0;
  NodeId value = kNothing;
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
  std::vector<Let> lets;
  uint32_t documents = 0;  // that texts are read as
};

}  // namespace griot::whatsapp_crm::mapping
