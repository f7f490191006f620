#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "griot/door/added_members.hpp"
#include "griot/door/limits.hpp"
#include "griot/door/report.hpp"
#include "griot/door/write_key.hpp"
#include "griot/json.hpp"
#include "griot/plugin.hpp"
#include "griot/time.hpp"
#include "griot/uuid.hpp"
#include "plugins/web_sdk/fields.h"

namespace griot::web_sdk {

// Texts of ours that events point to. They are copied into each submission's arena, so that all of
// an event lies there.
enum class Word : uint8_t {
  kWeb,
  kPageView,
  kScreenView,
  kIdentify,
  kGroup,
  kAlias,
  kError,
  kCount
};
constexpr std::array<std::string_view, static_cast<size_t>(Word::kCount)> kWords = {
    "web", "page_view", "screen_view", "identify", "group", "alias", "error"};

// What the events of one request have in common. The views must live as long as the submission,
// but for the two JSON texts, which are copied.
struct Shared {
  std::string_view project;
  std::string_view channel;  // of events that name none
  const WriteKey* key = nullptr;
  std::array<std::string_view, kWords.size()> words;
  Micros received_at = 0;
  std::optional<Micros> sent_at;
  std::string_view ip_json;          // empty: not to be kept
  std::string_view user_agent_json;  // empty: unknown
  size_t max_event = 0;
};

// Makes events of the bodies' elements, in either spelling. Points into the document's text, which
// must lie in the submission's arena; what is changed is written there anew. One thread; a reader
// lives for one request.
class EventReader {
 public:
  enum class Result { kEvent, kRefused, kFull };

  // All four must outlive the reader.
  EventReader(const Shared& shared, Fields& fields, UuidV7& mint, Submission& arena)
      : shared_(shared), fields_(fields), mint_(mint), arena_(arena) {}

  // kFull: the submission has no memory left, so nothing of the request can be taken.
  Result Read(json::Value element, griot_event* out, Refusal* why);

 private:
  Result Fill(json::Value element, griot_event* out);
  bool ReadName(griot_event* out);
  bool ReadPeople(griot_event* out);
  bool ReadChannel(griot_event* out);
  bool ReadTime(griot_event* out, AddedMembers* context);
  bool ReadId(griot_event* out);
  bool ReadProperties(griot_event* out);
  bool ReadContext(griot_event* out, AddedMembers* more);
  bool ReadFlag(Field a, Field b, std::string_view key, AddedMembers* more);

  // The text of the first of two members, numbers too; empty when there is none. False: refused.
  bool ReadText(Field a, Field b, size_t most, std::string_view* out);
  bool ReadText(json::Value value, std::string_view field, size_t most, std::string_view* out);
  bool Merge(json::Value object, const AddedMembers& more, griot_str* out);
  bool Refuse(std::string_view field, std::string_view error);
  bool camel() const;
  std::string_view word(Word w) const { return shared_.words[static_cast<size_t>(w)]; }

  const Shared& shared_;
  Fields& fields_;
  UuidV7& mint_;
  Submission& arena_;
  Refusal* why_ = nullptr;
  bool full_ = false;
};

}  // namespace griot::web_sdk
