#include "oracle.h"

namespace griot::testing {
namespace {

template <std::size_t N>
std::string_view Pick(std::mt19937_64& random, const std::string_view (&from)[N]) {
  return from[Below(random, N)];
}

std::string_view Space(std::mt19937_64& random) {
  constexpr std::string_view kSpaces[] = {"", "", "", "", "", "", " ", "\n", "\t", "\r\n  "};
  return Pick(random, kSpaces);
}

std::string RandomString(std::mt19937_64& random) {
  constexpr std::string_view kPieces[] = {"a",
                                          "b",
                                          "lorem ipsum dolor sit amet",
                                          "é",
                                          "€",
                                          "😀",
                                          "\\n",
                                          "\\\"",
                                          "\\\\",
                                          "\\/",
                                          "\\u0041",
                                          "\\u00e9",
                                          "\\ud83d\\ude00",
                                          "\\uD83D",
                                          "\\ude00",
                                          "\\u0000",
                                          "\\u001f",
                                          "\x7f",
                                          "{",
                                          "]",
                                          ",",
                                          ":",
                                          "\\b\\f\\r\\t",
                                          "~",
                                          "/",
                                          "مرحبا"};
  std::string out = "\"";
  for (std::size_t i = Below(random, 5); i > 0; --i) out += Pick(random, kPieces);
  return out + "\"";
}

// Few names, so that they repeat; one of them in two spellings.
std::string_view RandomName(std::mt19937_64& random) {
  constexpr std::string_view kNames[] = {
      "\"a\"",   "\"b\"",   "\"c\"", "\"\\u0061\"", "\"\"",        "\"0\"",     "\"1\"",
      "\"a/b\"", "\"x~y\"", "\"é\"", "\"a.b\"",     "\"\\u00e9\"", "\"a\\/b\"", "\"-\""};
  return Pick(random, kNames);
}

std::string RandomNumber(std::mt19937_64& random) {
  constexpr std::string_view kOdd[] = {
      "0",          "-0",           "0.0",          "1e131071", "1e131072",
      "0.1e131072", "0.01e131074",  "10e131070",    "1e-16383", "1e-16384",
      "0e-16384",   "0e1073741822", "0e1073741823", "-1E+5",    "18446744073709551616"};
  if (Below(random, 3) == 0) return std::string(Pick(random, kOdd));
  std::string out = Below(random, 3) == 0 ? "-" : "";
  out += std::to_string(random() >> Below(random, 64));
  if (Below(random, 2) == 0) out += "." + std::to_string(random() >> Below(random, 64));
  if (Below(random, 4) == 0) {
    out += "e" + std::to_string(static_cast<std::int64_t>(Below(random, 300'000)) - 150'000);
  }
  return out;
}

}  // namespace

std::string RandomObject(std::mt19937_64& random, int depth) {
  std::string out = "{";
  out += Space(random);
  const std::size_t count = Below(random, 6);
  for (std::size_t i = 0; i < count; ++i) {
    if (i > 0) out.append(",").append(Space(random));
    out.append(RandomName(random)).append(Space(random)).append(":").append(Space(random));
    out += RandomJson(random, depth - 1);
    out += Space(random);
  }
  return out + "}";
}

std::string RandomJson(std::mt19937_64& random, int depth) {
  constexpr std::string_view kWords[] = {"null", "true", "false"};
  switch (Below(random, depth > 0 ? 8 : 4)) {
    case 0:
      return std::string(Pick(random, kWords));
    case 1:
    case 2:
      return RandomString(random);
    case 3:
      return RandomNumber(random);
    case 4:
    case 5: {
      std::string out = "[";
      out += Space(random);
      const std::size_t count = Below(random, 5);
      for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) out.append(",").append(Space(random));
        out += RandomJson(random, depth - 1);
        out += Space(random);
      }
      return out + "]";
    }
    default:
      return RandomObject(random, depth);
  }
}

std::string Mutated(std::string text, std::mt19937_64& random) {
  using std::literals::string_view_literals::operator""sv;
  constexpr std::string_view kBytes = "{}[]\",:\\u0eE+-. \n\t\x80\xC3\xE2\xED\xF0\xFFtfn\0"sv;
  for (std::size_t i = 1 + Below(random, 3); i > 0; --i) {
    const std::size_t at = Below(random, text.size() + 1);
    const char byte = kBytes[Below(random, kBytes.size())];
    switch (Below(random, 4)) {
      case 0:
        text.insert(at, 1, byte);
        break;
      case 1:
        if (at < text.size()) text.erase(at, 1 + Below(random, 3));
        break;
      case 2:
        if (at < text.size()) text[at] = byte;
        break;
      default:
        text.resize(at);
    }
  }
  return text;
}

}  // namespace griot::testing
