#pragma once

#include <string>

namespace griot::demo {

class History;

// The truth of a history as one JSON object (docs/demo.md). `samples`: with a list of all persons
// and waits, which grows with the history.
std::string TruthJson(const History& history, bool samples);

}  // namespace griot::demo
