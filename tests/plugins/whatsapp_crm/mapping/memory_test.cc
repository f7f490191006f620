// A warm evaluator asks for no memory. Not under a sanitizer, which brings an operator new of its
// own.
#include "plugins/whatsapp_crm/mapping/lru_memory.h"
#include "plugins/whatsapp_crm/mapping/presets.h"
#include "tests/plugins/whatsapp_crm/mapping/allocations.h"
#include "tests/plugins/whatsapp_crm/mapping/crm_mapping.h"

namespace griot::whatsapp_crm::mapping {
namespace {

TEST(Memory, IsReused) {
  const auto program = Good(kCrmMapping);
  Evaluator evaluator(*program);
  Counter counter;
  for (int i = 0; i < 3; ++i) evaluator.Map(kCrmBody, nullptr, kHeardAt, counter);
  ASSERT_EQ(counter.events, 6u);
  ASSERT_EQ(counter.unknown, 3u);
  const size_t before = Allocations();
  for (int i = 0; i < 100; ++i) evaluator.Map(kCrmBody, nullptr, kHeardAt, counter);
  EXPECT_EQ(Allocations(), before);
  EXPECT_EQ(counter.events, 206u);
}

// What the presets use beside: names, cases, joins, JSON in a text.
TEST(Memory, IsReusedByMetasMapping) {
  const auto program = Good(PresetText("meta"));
  const std::string body =
      R"({"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages",)"
      R"("value":{"metadata":{"display_phone_number":"+250 788 123 200","phone_number_id":"9"},)"
      R"("contacts":[{"profile":{"name":"J\u00e4n"},"wa_id":"254712345678","user_id":"KE.1"}],)"
      R"("messages":[{"from":"254712345678","id":"wamid.M1","timestamp":"1749416383",)"
      R"("type":"interactive","interactive":{"type":"nfm_reply","nfm_reply":{"name":"f",)"
      R"("response_json":"{\"a\": [1, 2]}"}},"context":{"id":"wamid.Q"}},)"
      R"({"from_user_id":"KE.ENT.7","id":"wamid.M2","timestamp":"1749416383","type":"image",)"
      R"("image":{"id":"m","caption":"hi"},"referral":{"source_type":"ad"}}],)"
      R"("statuses":[{"id":"wamid.S1","status":"read","timestamp":"1749416383",)"
      R"("recipient_id":"254712345678","biz_opaque_callback_data":"{\"t\":\"order\"}"}]}}]}]})";
  Evaluator evaluator(*program);
  Counter counter;
  for (int i = 0; i < 3; ++i) evaluator.Map(body, nullptr, kHeardAt, counter);
  ASSERT_EQ(counter.events, 9u);
  ASSERT_EQ(counter.dead + counter.unknown, 0u);
  const size_t before = Allocations();
  for (int i = 0; i < 100; ++i) evaluator.Map(body, nullptr, kHeardAt, counter);
  EXPECT_EQ(Allocations(), before);
}

// What everybody has been heard of already costs no memory either.
TEST(Memory, IsReusedWhereMuchIsRemembered) {
  const auto program = Good(PresetText("wati"));
  const std::string body =
      R"({"eventType":"message","id":"1","whatsappMessageId":"wamid.1","conversationId":"c",)"
      R"("type":"text","text":"hi","timestamp":"1749416383","owner":false,"assignedId":"ann",)"
      R"("waId":"254712345678"})";
  LruMemory memory(1 << 20);
  Evaluator evaluator(*program, &memory);
  Counter counter;
  for (int i = 0; i < 3; ++i) evaluator.Map(body, nullptr, kHeardAt, counter);
  ASSERT_EQ(counter.events, 3u);
  const size_t before = Allocations();
  for (int i = 0; i < 100; ++i) evaluator.Map(body, nullptr, kHeardAt, counter);
  EXPECT_EQ(Allocations(), before);
}

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
