// The headers are C++20, and lay out as frozen, the same as in C.
#include <gtest/gtest.h>

#include <cstddef>

#include "griot/abi.h"

#define SIZE(type, size) static_assert(sizeof(type) == (size), #type);
#define FIELD(type, field, offset) static_assert(offsetof(type, field) == (offset));
#include "layout_1_0.inc"

extern "C" int griot_layout_in_c(void);

namespace {

TEST(Layout, IsTheSameInCAndCpp) {
  EXPECT_EQ(griot_layout_in_c(), static_cast<int>(sizeof(griot_plugin)));
}

TEST(Layout, VersionIsOneZero) {
  EXPECT_EQ(GRIOT_ABI_MAJOR, 1);
  EXPECT_EQ(GRIOT_ABI_MINOR, 0);
}

}  // namespace
