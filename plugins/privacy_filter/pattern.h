#pragma once

#include <re2/re2.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace griot::privacy {

// What to look for in texts. Takes linear time whatever the text is. Immutable; any thread.
class Pattern {
 public:
  // email, phone or card. nullptr: no such preset.
  static std::unique_ptr<Pattern> Preset(std::string_view name);
  // nullptr, with the reason: RE2 cannot read it.
  static std::unique_ptr<Pattern> Regex(std::string_view regex, std::string* reason);

  // Appends `text` to `out` with each match as `replace(match)` writes it. False, with nothing
  // appended: there is none.
  using Replacement = std::function<void(std::string_view match, std::string* out)>;
  bool Replace(std::string_view text, const Replacement& replace, std::string* out) const;
  // False: there is no match in `text`, nor in any part of it. Most texts have neither an @ nor so
  // many digits in a row, and this is seen in a fraction of a search's time.
  bool Possible(std::string_view text) const;

 private:
  enum class Kind { kRegex, kEmail, kPhone, kCard };
  Pattern(std::string_view regex, Kind kind);

  RE2 regex_;
  Kind kind_;
};

}  // namespace griot::privacy
