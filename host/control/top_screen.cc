#include "host/control/top_screen.h"

#include <algorithm>
#include <cstdarg>
#include <cstdio>

namespace griot::host {
namespace {

std::string Format(const char* format, ...) {
  char line[256];
  va_list arguments;
  va_start(arguments, format);
  std::vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  return line;
}

// In at most six characters.
std::string Short(double n) {
  if (n == 0) return "0";
  if (n < 9.95) return Format("%.1f", n);
  if (n < 99'999.5) return Format("%.0f", n);
  if (n < 9'999'500) return Format("%.0fk", n / 1e3);
  return Format("%.0fM", std::min(n / 1e6, 99'999.0));
}

// In at most six characters, 5.2ms.
std::string Time(const std::optional<double>& seconds) {
  if (!seconds) return "-";
  if (*seconds < 0.9995e-3) return Format("%.0fus", *seconds * 1e6);
  if (*seconds < 0.00995) return Format("%.1fms", *seconds * 1e3);
  if (*seconds < 0.9995) return Format("%.0fms", *seconds * 1e3);
  return Format(*seconds < 9.95 ? "%.1fs" : "%.0fs", *seconds);
}

// A name's width; what does not fit ends with a mark. Other than ASCII counts as it is wide, once.
std::string Fit(const std::string& name, size_t width) {
  std::string out;
  for (const char c : name) {
    if ((static_cast<unsigned char>(c) & 0xc0) == 0x80) continue;
    out += static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e ? '?' : c;
  }
  if (out.size() > width) out.replace(width - 1, std::string::npos, "~");
  return out;
}

constexpr const char* kRow = "%-29s %6s %6s %6s %6s %6s %4s %7s";

std::string Row(const TopRates::Stage& s) {
  const std::string lost = s.kind == "sink" ? Short(s.duplicate) : Short(s.filtered);
  const std::string name = "  " + Fit(s.name.substr(s.name.find('/') + 1), 20) + "  ";
  return Format(kRow, Fit(name + s.kind.substr(0, 4), 29).c_str(), Short(s.events).c_str(),
                lost.c_str(), Short(s.dead).c_str(), Time(s.p50).c_str(), Time(s.p99).c_str(),
                s.kind == "source" ? "" : Format("%.0f%%", s.busy * 100).c_str(),
                s.queue ? Short(static_cast<double>(*s.queue)).c_str() : "");
}

std::string UpTime(int64_t micros) {
  const auto seconds = static_cast<long long>(micros / 1'000'000);
  return Format("%lld:%02lld:%02lld", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace

std::vector<std::string> TopScreen(const TopRates& rates, size_t columns, size_t rows) {
  const TopSample& now = rates.now;
  std::vector<std::string> lines;
  const auto percent = now.memory_budget == 0 ? 0 : 100 * now.memory_used / now.memory_budget;
  lines.push_back(Format("griot %s  %s  up %s  memory %llu%%  connections %llu",
                         now.version.c_str(), now.ready ? "ready" : "NOT READY",
                         UpTime(now.at).c_str(), static_cast<unsigned long long>(percent),
                         static_cast<unsigned long long>(now.connections)));
  lines.emplace_back();
  lines.push_back(Format(kRow, "stage", "ev/s", "drop/s", "dead/s", "p50", "p99", "busy", "queue"));
  for (const TopRates::Pipeline& p : rates.pipelines) {
    const std::string name =
        Fit(p.name, 18) +
        Format(", %llu lane%s", static_cast<unsigned long long>(p.lanes), p.lanes == 1 ? "" : "s");
    lines.push_back(Format(kRow, Fit(name, 29).c_str(), Short(p.in).c_str(), "", "", "", "", "",
                           Short(static_cast<double>(p.waiting)).c_str()));
    for (const TopRates::Stage& s : p.stages) lines.push_back(Row(s));
  }
  if (lines.size() > rows && rows > 0) {
    const size_t hidden = lines.size() - (rows - 1);
    lines.resize(rows - 1);
    lines.push_back(Format("%zu more lines: make the terminal higher", hidden));
  }
  for (std::string& line : lines)
    if (line.size() > columns) line.resize(columns);
  return lines;
}

}  // namespace griot::host
