// A warm evaluator asks for no memory. Not under a sanitizer, which brings an operator new of its
// own.
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

}  // namespace
}  // namespace griot::whatsapp_crm::mapping
