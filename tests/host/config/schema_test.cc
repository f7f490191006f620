#include "host/config/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace griot::config {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Errors(const std::string& text) {
  std::vector<std::string> errors;
  bool compiled = CompileSchema(text, &errors) != nullptr;
  EXPECT_EQ(compiled, errors.empty());
  return errors;
}

TEST(Schema, NoTextTakesAnything) {
  EXPECT_THAT(Errors(""), IsEmpty());
  EXPECT_THAT(Errors(" \n"), IsEmpty());
}

TEST(Schema, TheWholeSubsetCompiles) {
  EXPECT_THAT(Errors(R"({"$schema":"http://json-schema.org/draft-07/schema#","$id":"x","title":"t",
    "type":"object","additionalProperties":false,"required":["a"],"properties":{
      "a":{"type":["string","null"],"minLength":1,"maxLength":3,"pattern":"^a","writeOnly":true},
      "b":{"type":"array","items":{"enum":[1,"x",null]},"minItems":1,"maxItems":2,"default":[1]},
      "c":{"type":"object","additionalProperties":{"type":"number","minimum":0.5,"maximum":2}},
      "d":{"const":5,"description":"d"},"e":{"type":"string","format":"duration"},
      "f":{"anyOf":[{"type":"string","format":"size"},{"type":"boolean"}]},
      "g":{"oneOf":[{"type":"string","format":"uri"}],"examples":[1]}}})"),
              IsEmpty());
}

TEST(Schema, EachFaultIsNamedWithItsPlace) {
  EXPECT_THAT(
      Errors(R"({"properties":{"a":{"$ref":"#/x"},"b":{"type":"text"},"c":5,
                         "d":{"minLength":-1},"e":{"pattern":"("},"f":{"format":"email"}},
                         "patternProperties":{}})"),
      ElementsAre("/properties/a/$ref: unsupported keyword", "/properties/b/type: not a JSON type",
                  "/properties/c: a schema must be an object",
                  "/properties/d/minLength: must be an integer, 0 or more",
                  "/properties/e/pattern: not a regular expression",
                  "/properties/f/format: unsupported format \"email\" (known: duration, "
                  "size, uri, file)",
                  "/patternProperties: unsupported keyword"));
  EXPECT_THAT(Errors(R"({"type":"array"})"), ElementsAre("/type: options are always an object"));
  EXPECT_THAT(Errors("[]"), ElementsAre("/: a schema must be an object"));
  EXPECT_THAT(Errors(R"({"anyOf":[],"enum":[],"required":"a","type":[],"minimum":"1"})"),
              ElementsAre("/anyOf: must be a list of schemas, not empty",
                          "/enum: must be a list of values, not empty",
                          "/required: must be a list of names", "/type: must not be empty",
                          "/minimum: must be a number"));
}

TEST(Schema, TextThatIsNoJsonIsSaidToBeNone) {
  EXPECT_EQ(Errors("{").size(), 1u);
  EXPECT_TRUE(Errors("{")[0].starts_with("not JSON: ")) << Errors("{")[0];
  EXPECT_TRUE(Errors(R"({"type":"object","type":"object"})")[0].starts_with(
      "not JSON: duplicate member \"type\""));
  EXPECT_TRUE(Errors("{\"title\":\"\xff\"}")[0].starts_with("not JSON: "));
  EXPECT_EQ(Errors(std::string(200'000, '[')).size(), 1u) << "depth is bounded";
  EXPECT_EQ(Errors(R"({"minimum":[0.0000074836628E-2147483636]})").size(), 1u);
  EXPECT_EQ(Errors(R"({"minimum":128.74836467836484838364836483643636483648e-336})").size(), 1u);
}

}  // namespace
}  // namespace griot::config
