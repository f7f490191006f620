// Options that were checked against one version's schema, against another's.
#include "host/config/recheck.h"

#include <gmock/gmock.h>

namespace griot::config {
namespace {

using ::testing::HasSubstr;

TEST(Recheck, TypesAndDefaultsAreThoseOfTheOtherSchema) {
  std::string options = R"({"keys":5,"path":"yes"})";
  EXPECT_EQ(RecheckOptions(R"({"type":"object","additionalProperties":false,"properties":{
      "keys":{"type":"integer"},"path":{"type":"string"},
      "more":{"type":"boolean","default":true}}})",
                           &options),
            "");
  EXPECT_EQ(options, R"({"keys":5,"more":true,"path":"yes"})");
}

TEST(Recheck, WhatIsMissingOrUnknownIsSaid) {
  std::string options = R"({"keys":5})";
  EXPECT_THAT(RecheckOptions(R"({"type":"object","additionalProperties":false})", &options),
              HasSubstr("keys"));
  EXPECT_THAT(RecheckOptions(R"({"type":"object","required":["must"]})", &options),
              HasSubstr("must"));
  EXPECT_THAT(RecheckOptions("{", &options), HasSubstr("schema of options is faulty"));
  EXPECT_EQ(options, R"({"keys":5})");
}

TEST(Recheck, SecretsStandInNoProblem) {
  std::string options = R"({"secret":"hunter2hunter2"})";
  const std::string problem = RecheckOptions(
      R"({"type":"object","properties":{"secret":{"type":"integer","writeOnly":true}}})", &options);
  EXPECT_NE(problem, "");
  EXPECT_THAT(problem, ::testing::Not(HasSubstr("hunter2")));
}

}  // namespace
}  // namespace griot::config
