// Meta's mapping against Meta's mapper in C++, over webhooks put together anew from the fixtures:
// the same events, to the last property, and the same dead letters. GRIOT_FUZZ_SECONDS,
// GRIOT_FUZZ_SEED. What the two are known to read otherwise is not made here: numbers and objects
// where a text should be (a mapping takes a number's text and writes an object as it is), an object
// where a list should be (a list of one), absent parts of a key (the mapping leaves out the
// colon too), ids that are too long, and lists
// under another's `field`.
#include <random>

#include "griot/uuid.hpp"
#include "plugins/whatsapp_crm/mapping/presets.h"
#include "tests/plugins/whatsapp_crm/hook.h"
#include "tests/plugins/whatsapp_crm/mapping/fixtures.h"
#include "tests/plugins/whatsapp_crm/mapping/heard.h"
#include "tests/support/mutate.h"

namespace griot::whatsapp_crm::mapping {
namespace {

// Writes a body anew with members left out, lists repeated, and values of the same name and type
// from other bodies.
class Shuffler {
 public:
  explicit Shuffler(const std::vector<std::string>& bodies) : random_(test::FuzzSeed()) {
    for (const std::string& body : bodies) {
      json::Document document;
      if (!document.Parse(body).ok()) continue;
      Collect(document.root(), "");
      bodies_.push_back(body);
    }
  }

  std::string Next() {
    json::Document document;
    EXPECT_TRUE(document.Parse(bodies_[Pick(bodies_.size())]).ok());
    std::string out;
    Write(document.root(), "", out);
    return out;
  }

 private:
  size_t Pick(size_t below) { return random_() % below; }
  bool Chance(size_t one_in) { return Pick(one_in) == 0; }
  static std::string Kind(json::Value value, std::string_view name) {
    return std::string(name) + "/" + std::to_string(static_cast<int>(value.type()));
  }

  void Collect(json::Value value, std::string_view name) {
    auto& known = known_[Kind(value, name)];
    const bool short_enough = value.is_object() || value.raw().size() < 512;
    if (short_enough && std::find(known.begin(), known.end(), value.raw()) == known.end()) {
      known.emplace_back(value.raw());
    }
    for (const json::Value element : value.elements()) Collect(element, name);
    for (const auto [key, member] : value.members()) {
      Collect(member, key.raw().substr(1, key.raw().size() - 2));
    }
  }

  void Write(json::Value value, std::string_view name, std::string& out) {
    const bool fixed =
        name == "object" || name == "field" || (name == "value" && value.is_object());
    const bool known = known_.contains(Kind(value, name)) && !fixed;
    if (known && Chance(12)) {
      const auto& others = known_[Kind(value, name)];
      out += others[Pick(others.size())];
      return;
    }
    if (value.is_string() && !fixed && Chance(60)) {
      out += Chance(2) ? R"("\u0000")" : R"("\ud83d\ude00\n\u00e4")";
      return;
    }
    if (!value.is_array() && !value.is_object()) {
      out += value.raw();
      return;
    }
    out += value.is_array() ? "[" : "{";
    const size_t begin = out.size();
    const auto comma = [&] {
      if (out.size() > begin) out += ",";
    };
    // Of the contacts only one may be a user's: which of several is meant the two ask in turn.
    const bool repeat = name != "contacts";
    for (const json::Value element : value.elements()) {
      for (size_t i = repeat && Chance(20) ? 2 : 1; i > 0; --i) {
        comma();
        Write(element, name, out);
      }
    }
    for (const auto [key, member] : value.members()) {
      const std::string_view inner = key.raw().substr(1, key.raw().size() - 2);
      const bool in_keys = inner == "timestamp" || inner == "category";
      if (!in_keys && Chance(25)) continue;
      comma();
      out.append(key.raw()).append(":");
      Write(member, inner, out);
    }
    out += value.is_array() ? "]" : "}";
  }

  std::mt19937_64 random_;
  std::vector<std::string> bodies_;
  std::map<std::string, std::vector<std::string>> known_;  // by name and type
};

class Differential : public HookTest {
 protected:
  void SetUp() override { Open(R"({"project":"shop","insecure_unsigned":true})"); }

  static std::string Line(std::string_view name, std::string_view user, const Uuid& id,
                          Micros occurred_at, const std::string& properties,
                          const std::string& context) {
    return std::string(name) + " " + std::string(user) + " " + UuidString(id) + " " +
           IsoString(occurred_at) + "\n" + Canonical(properties) + Canonical(context);
  }

  std::vector<std::string> OfTheMapper(const std::string& body, Micros* received_at) {
    host_.intake.Clear();
    EXPECT_EQ(host_.http.Call(GRIOT_POST, "/webhooks/whatsapp", {}, body).status, 200);
    std::vector<std::string> out;
    for (const fake::Heard& event : host_.intake.events()) {
      *received_at = event.received_at;
      out.push_back(Line(event.name, event.user_id, event.id, event.occurred_at, event.properties,
                         event.context));
    }
    for (const auto& dead : host_.intake.settled()) out.push_back(dead.reason + " " + dead.raw);
    std::sort(out.begin(), out.end());
    return out;
  }

  std::vector<std::string> OfTheMapping(const std::string& body, Micros received_at) {
    Heard heard;
    evaluator_.Map(body, nullptr, received_at, heard);
    std::vector<std::string> out;
    for (const auto& event : heard.events) {
      out.push_back(Line(event.name, event.user_id, EventId("shop", event.key_space, event.key),
                         event.occurred_at, event.properties, event.context));
    }
    for (const auto& dead : heard.dead) {
      out.push_back((dead.reason == "no_list" ? "no_webhook" : dead.reason) + " " + dead.raw);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  const std::unique_ptr<const Program> program_ = Good(PresetText("meta"));
  Evaluator evaluator_{*program_};
};

TEST_F(Differential, TheMappingGivesWhatTheMapperGives) {
  std::vector<std::string> bodies;
  for (const std::string& name : NamesIn(GRIOT_FIXTURES "/meta")) {
    json::Document document;
    const std::string text = FileText(GRIOT_FIXTURES "/meta/" + name + ".json");
    ASSERT_TRUE(document.Parse(text).ok());
    // Fixtures of what the two read otherwise, and what only a memory tells.
    if (name == "poison_list" || name == "poison_long_id" ||
        document.root().Find("before").exists())
      continue;
    bodies.push_back(BodyOf(document.root().Find("body")));
  }
  Shuffler shuffler(bodies);
  size_t events = 0;
  test::FuzzFor([&] {
    const std::string body = shuffler.Next();
    Micros received_at = kHeardAt;
    const auto wanted = OfTheMapper(body, &received_at);
    const auto got = OfTheMapping(body, received_at);
    events += got.size();
    EXPECT_EQ(got, wanted) << body;
    return got == wanted;
  });
  EXPECT_GT(events, 100u);
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
