#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "seed.h"

namespace griot::test {

// The seed of a process's fuzzing.
inline uint64_t FuzzSeed() {
  static const uint64_t seed = Seed();
  return seed;
}

// Runs `body` again and again, until it says false or the time is over (GRIOT_FUZZ_SECONDS, or two
// seconds). Prints the seed that repeats the run.
inline void FuzzFor(const std::function<bool()>& body) {
  FuzzSeed();
  const char* given = std::getenv("GRIOT_FUZZ_SECONDS");
  const auto seconds = std::chrono::seconds(given != nullptr ? std::atoi(given) : 2);
  const auto until = std::chrono::steady_clock::now() + seconds;
  uint64_t rounds = 0;
  while (std::chrono::steady_clock::now() < until && body()) ++rounds;
  std::cout << rounds << " rounds" << std::endl;
}

// Makes broken texts of good ones: bytes and pieces changed, and values replaced by such as a
// store refuses. The same seed gives the same texts. One thread.
class Mutator {
 public:
  explicit Mutator(std::vector<std::string> seeds)
      : seeds_(std::move(seeds)), random_(FuzzSeed()) {}

  std::string Next() {
    std::string text = seeds_[Pick(seeds_.size())];
    const size_t changes = Pick(6);
    for (size_t i = 0; i < changes && !text.empty(); ++i) Change(&text);
    return text;
  }

 private:
  size_t Pick(size_t below) { return below == 0 ? 0 : random_() % below; }

  void Change(std::string* text) {
    static const std::vector<std::string> kPieces = {"null",
                                                     "true",
                                                     "[]",
                                                     "{}",
                                                     "\"\"",
                                                     "1e999999",
                                                     "1e131071",
                                                     "-0",
                                                     "\"\\u0000\"",
                                                     "\"\\ud800\"",
                                                     "\"\\ud83d\\ude00\"",
                                                     "\xff",
                                                     "\xc3",
                                                     "[[[[[[[[",
                                                     "]",
                                                     "}",
                                                     ",",
                                                     ":",
                                                     "\"",
                                                     "\\",
                                                     "9999999999999999999999",
                                                     "0.1",
                                                     "\"254712345678\"",
                                                     "\"2026-01-01T00:00:00Z\"",
                                                     "\"01890a5d-ac96-774b-bcce-b302099a8057\"",
                                                     "\"US.ENT.abc123\"",
                                                     "\"1749416383\""};
    const size_t at = Pick(text->size());
    switch (Pick(7)) {
      case 0:
        (*text)[at] = static_cast<char>(random_());
        break;
      case 1:
        text->erase(at, 1 + Pick(8));
        break;
      case 2:
        text->insert(at, kPieces[Pick(kPieces.size())]);
        break;
      case 3: {
        const std::string piece = text->substr(at, 1 + Pick(64));
        text->insert(Pick(text->size()), piece);
        break;
      }
      default:
        ReplaceValue(text, at, kPieces[Pick(kPieces.size())]);
    }
  }

  // Puts `piece` in place of the value behind the next colon: most such texts are JSON still.
  static void ReplaceValue(std::string* text, size_t from, std::string_view piece) {
    const size_t colon = text->find(':', from);
    if (colon == std::string::npos) return;
    size_t end = colon + 1, depth = 0;
    bool quoted = false;
    for (; end < text->size(); ++end) {
      const char c = (*text)[end];
      if (c == '\\' && quoted) {
        ++end;
        continue;
      }
      if (c == '"') quoted = !quoted;
      if (quoted) continue;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && depth-- == 0) break;
      if (c == ',' && depth == 0) break;
    }
    if (end > text->size()) end = text->size();
    text->replace(colon + 1, end - colon - 1, piece);
  }

  std::vector<std::string> seeds_;
  std::mt19937_64 random_;
};

}  // namespace griot::test
