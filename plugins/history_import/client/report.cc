#include "plugins/history_import/client/report.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "griot/json.hpp"

namespace griot::history_import {
namespace {

std::string Line(std::string_view indent, uint64_t number, std::string_view text) {
  std::string out(indent);
  const std::string digits = Grouped(number);
  out.append(digits.size() < 13 ? 13 - digits.size() : 0, ' ');
  return out + digits + "  " + std::string(text) + "\n";
}

std::string Lines(const Tally::Counts& counts) {
  std::string text;
  for (const auto& [what, n] : counts) text += Line("    ", n, what);
  return text;
}

std::string Duration(double seconds) {
  const auto s = static_cast<uint64_t>(std::lround(std::max(seconds, 0.0)));
  if (s < 120) return std::to_string(s) + " s";
  if (s < 7200) return std::to_string(s / 60) + " min " + std::to_string(s % 60) + " s";
  return std::to_string(s / 3600) + " h " + std::to_string(s / 60 % 60) + " min";
}

}  // namespace

std::string Grouped(uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text.push_back(',');
    text.push_back(digits[i]);
  }
  return text;
}

std::string ProgressText(const Progress& p) {
  std::string text = Grouped(p.rows) + " rows";
  if (p.total > 0) {
    char percent[32];
    std::snprintf(percent, sizeof percent, ", %.1f %%", 100 * std::min(1.0, p.done / p.total));
    text += percent;
  }
  text += ", " + Grouped(static_cast<uint64_t>(std::max(p.rows_a_second, 0.0))) + "/s";
  if (p.total > p.done && p.done_a_second > 0) {
    text += ", about " + Duration((p.total - p.done) / p.done_a_second) + " left";
  }
  return text;
}

std::string ReportText(const Finished& f) {
  const Tally& t = f.tally;
  const double rate = f.seconds > 0 ? static_cast<double>(t.rows) / f.seconds : 0;
  std::string text = "import of " + f.name + ": " + Grouped(t.rows) + " rows in " +
                     Duration(f.seconds) + ", " + Grouped(static_cast<uint64_t>(rate)) + "/s\n";
  text += Lines(t.tables);
  text += Line("  ", t.taken, "taken");
  if (f.outcome) {
    text += Line("    ", f.outcome->stored, "stored");
    text += Line("    ", f.outcome->duplicate, "there already");
    if (f.outcome->filtered > 0) text += Line("    ", f.outcome->filtered, "filtered");
    if (f.outcome->dead > 0) text += Line("    ", f.outcome->dead, "dead: griot dead-letters ls");
  }
  text += Line("  ", t.mended_rows, "mended") + Lines(t.mended);
  text += Line("  ", t.refused_rows, "refused") + Lines(t.refused);
  if (!t.left_out.empty()) {
    uint64_t sum = 0;
    for (const auto& [what, n] : t.left_out) sum += n;
    text += Line("  ", sum, "left out") + Lines(t.left_out);
  }
  if (!f.refused_path.empty()) text += "refused lines: " + f.refused_path + "\n";
  return text;
}

std::string ReportJson(const Finished& f) {
  std::string text;
  json::Writer<std::string> w(text);
  w.BeginObject().Key("from").String(f.name).Key("seconds").Double(f.seconds);
  f.tally.Write(w);
  if (f.outcome) {
    w.Key("outcome").BeginObject().Key("stored").Uint(f.outcome->stored);
    w.Key("duplicate").Uint(f.outcome->duplicate).Key("filtered").Uint(f.outcome->filtered);
    w.Key("dead").Uint(f.outcome->dead).EndObject();
  }
  if (!f.refused_path.empty()) w.Key("refusedFile").String(f.refused_path);
  w.EndObject();
  return text + "\n";
}

}  // namespace griot::history_import
