#include "host/cli/tap_lines.h"

#include <cstdio>

namespace griot::host {
namespace {

std::string Text(json::Value value) {
  json::Scratch scratch;
  return std::string(value.string(scratch).value_or(""));
}

std::string Fixed(double number, const char* format) {
  char text[64];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

// Padded, and cut where the next column begins. Bytes, for names are ASCII as a rule.
std::string Column(std::string text, size_t width) {
  if (text.size() > width) text.replace(width - 1, std::string::npos, "~");
  text.resize(width, ' ');
  return text + " ";
}

// Nothing in it moves the cursor, and no line is wider than the terminal: UTF-8 is cut between
// characters, each of which is taken to be one column wide, or two from U+1100 on.
std::string ForTerminal(std::string_view text, size_t width) {
  std::string out;
  size_t used = 0;
  for (size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const size_t size = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    const size_t columns = first >= 0xe1 ? 2 : 1;
    if (width != 0 && used + columns > width) break;
    used += columns;
    if (first < 0x20 || first == 0x7f ||
        (first == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0)) {
      out += '?';
    } else {
      out += text.substr(i, size);
    }
    i += size;
  }
  return out;
}

}  // namespace

std::string TapLines::Line(std::string_view answer) {
  json::Document document;
  if (!document.Parse(answer).ok()) return {};
  const json::Value root = document.root();
  std::string line;
  if (root.Find("event").exists()) {
    line = Event(root);
  } else if (root.Find("seen").exists()) {
    line = Counts(root);
  } else if (root.Find("tap").exists()) {
    per_second_ = static_cast<unsigned>(root.Find("per_second").uint64().value_or(0));
    return {};
  } else if (root.Find("error").exists()) {
    line = "-- " + Text(root.Find("error"));
  }
  return ForTerminal(line, width_);
}

std::string TapLines::Event(json::Value seen) {
  const json::Value event = seen.Find("event");
  const std::string point = Text(seen.Find("point")) == "before" ? "<" : ">";
  const std::string verdict = Text(seen.Find("verdict"));
  std::string why = Text(seen.Find("reason"));
  if (const std::string detail = Text(seen.Find("detail")); !detail.empty())
    why += (why.empty() ? "" : ": ") + detail;
  if (follows_) {
    const int64_t at = seen.Find("micros").int64().value_or(0);
    if (first_ == 0) first_ = last_ = at;
    std::string line = Fixed(static_cast<double>(at - first_) / 1e3, "%9.1f ms ");
    line += Fixed(static_cast<double>(at - last_) / 1e3, "%+8.1f  ");
    last_ = at;
    line += point + " " + Column(Text(seen.Find("stage")), 28) + Column(verdict, 9);
    if (const auto took = seen.Find("took_us").number())
      line += "took " + Fixed(*took / 1e3, "%.2f ms ");
    return line + why;
  }
  std::string line = Text(seen.Find("at")).substr(11, 12) + " " + point + " ";
  line += Column(verdict, 9) + Column(Text(event.Find("name")), 18);
  const std::string user = Text(event.Find("user_id"));
  line += Column(user.empty() ? Text(event.Find("anonymous_id")) : user, 16);
  if (!why.empty()) line += "(" + why + ") ";
  return line + std::string(event.Find("properties").raw());
}

std::string TapLines::Counts(json::Value counts) {
  const bool there = counts.Find("stage_is_there").boolean().value_or(true);
  if (there != there_) {
    there_ = there;
    return there ? "-- the stage is there again" : "-- the stage is gone; waiting for it";
  }
  const auto number = [&](const char* key) { return counts.Find(key).uint64().value_or(0); };
  const uint64_t seen = number("seen");
  if (seen == told_ || seen == number("shown")) return {};
  told_ = seen;
  return "-- " + std::to_string(seen) + " seen, " + std::to_string(number("shown")) +
         " shown (at most " + std::to_string(per_second_) + " a second), " +
         std::to_string(number("lost")) + " lost";
}

}  // namespace griot::host
