// A warm evaluator asks for no memory, whatever it is fed; and no input breaks it.
#include <cstdlib>
#include <new>
#include <random>

#include "tests/plugins/whatsapp_crm/mapping/heard.h"

namespace {
thread_local size_t allocations = 0;
}

void* operator new(size_t size) {
  ++allocations;
  if (void* const out = std::malloc(size)) return out;
  throw std::bad_alloc();
}
void* operator new(size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, size_t) noexcept { std::free(at); }

namespace griot::whatsapp_crm::mapping {
namespace {

constexpr char kMapping[] = R"y(mapping: 1
name: crm
signature: none
redact: [secret, 'entry[].secret']
events:
  - each: entry[].messages[]
    kind: type
    user: from | alt
    time: time_s(t)
    number: ^.id
    context: {account: ^.id}
    events:
      - name: message.received
        when: {type: [text, image], from: {not: {ends: '@g.us'}}}
        key: [^.id, id]
        properties:
          text: body | lower(caption)
          kind: {value: "before(type, '/')", table: {text: text}, else: =other}
          city: custom[name=city].value
          tags: tags
)y";

constexpr char kBody[] =
    R"({"secret":"s3cret","entry":[{"id":"E1","secret":12,"messages":[)"
    R"({"id":"a","type":"text","from":"254712345678@c.us","t":"1749416383","body":"J\u00e4mbo"},)"
    R"({"id":"b","type":"image","from":"9@lid","alt":"+254712345679","caption":"HERE","t":1,)"
    R"("custom":[{"name":"city","value":"Kisumu"}],"tags":["x",1]},)"
    R"({"id":"c","type":"new"}]}]})";

class Counter : public Sink {
 public:
  void Event(const Mapped&) override { ++events; }
  void Dead(std::string_view, std::string_view, std::string_view) override { ++dead; }
  void Unknown(std::string_view) override { ++unknown; }
  size_t events = 0, dead = 0, unknown = 0;
};

TEST(Memory, IsReused) {
  const auto program = Good(kMapping);
  Evaluator evaluator(*program);
  Counter counter;
  for (int i = 0; i < 3; ++i) evaluator.Map(kBody, nullptr, kHeardAt, counter);
  ASSERT_EQ(counter.events, 6u);
  ASSERT_EQ(counter.unknown, 3u);
  const size_t before = allocations;
  for (int i = 0; i < 100; ++i) evaluator.Map(kBody, nullptr, kHeardAt, counter);
  EXPECT_EQ(allocations, before);
  EXPECT_EQ(counter.events, 206u);
}

TEST(Hostile, BodiesBreakNothing) {
  const auto program = Good(kMapping);
  Evaluator evaluator(*program);
  Counter counter;
  std::mt19937 random(7);
  for (int i = 0; i < 20'000; ++i) {
    std::string body = kBody;
    for (int edits = 1 + static_cast<int>(random() % 4); edits > 0; --edits) {
      body[random() % body.size()] = "{}[]\",:01\\ue\x80 "[random() % 14];
    }
    evaluator.Map(body, nullptr, kHeardAt, counter);
  }
  EXPECT_GT(counter.events, 0u);
  EXPECT_GT(counter.dead, 0u);
}

TEST(Hostile, MappingsBreakNothing) {
  std::mt19937 random(7);
  for (int i = 0; i < 3'000; ++i) {
    std::string text = kMapping;
    for (int edits = 1 + static_cast<int>(random() % 3); edits > 0; --edits) {
      text[random() % text.size()] = "{}[]\",:'|=^$.( \n-&*!"[random() % 20];
    }
    std::vector<std::string> problems;
    const auto program = Compile("crm.yaml", text, &problems);
    ASSERT_EQ(program == nullptr, !problems.empty());
    if (program == nullptr) continue;
    Counter counter;
    Evaluator(*program).Map(kBody, nullptr, kHeardAt, counter);
  }
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
