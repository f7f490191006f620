#include "host/config/env.h"

#include <cstdlib>
#include <memory>
#include <utility>

#include "host/config/text.h"

namespace griot::config {
namespace {

// All values together: a small file can name a large variable a hundred thousand times.
constexpr size_t kMostExpandedBytes = size_t{4} << 20;

bool IsVariableName(std::string_view name) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  if (name.empty() || name.size() > 255 || !letter(name[0])) return false;
  for (char c : name) {
    if (!letter(c) && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

class Expander {
 public:
  explicit Expander(const EnvLookup& env) : env_(env) {}

  void Walk(Node* node) {
    if (node->kind == Node::Kind::kScalar && node->text.find("${") != std::string::npos)
      Apply(node);
    for (Node& item : node->items) Walk(&item);
    for (Entry& entry : node->entries) Walk(&entry.value);
  }

 private:
  void Apply(Node* node) {
    EnvUse use;
    std::string value;
    std::string_view rest = node->text;
    size_t used = 0;
    while (!rest.empty() && use.fault.empty()) {
      size_t dollar = rest.find('$');
      value += rest.substr(0, dollar);
      if (dollar == std::string_view::npos) break;
      rest.remove_prefix(dollar);
      if (rest.starts_with("$${")) {
        value += "${";
        rest.remove_prefix(3);
      } else if (rest.starts_with("${")) {
        use.whole = node->plain && used == 0 && value.empty();
        ++used;
        use.fault = Substitute(&rest, &value, &use);
        use.whole = use.whole && rest.empty();
      } else {
        value += '$';
        rest.remove_prefix(1);
      }
    }
    if (used == 0) {  // only $${
      node->text = std::move(value);
      return;
    }
    if (!use.fault.empty()) value.clear();
    if (!use.whole) node->plain = false;
    use.written = std::exchange(node->text, std::move(value));
    node->env = std::make_shared<const EnvUse>(std::move(use));
  }

  // `rest` begins with "${"; takes it off through its "}". Answers what is wrong, or nothing.
  std::string Substitute(std::string_view* rest, std::string* value, EnvUse* use) {
    size_t end = rest->find('}');
    // Nothing of the text is shown in these: it may be a secret that happens to hold "${".
    if (end == std::string_view::npos) return "${ without its }; write $${ for a literal ${";
    std::string_view inner = rest->substr(2, end - 2);
    rest->remove_prefix(end + 1);
    size_t colon = inner.find(":-");
    std::string_view name = inner.substr(0, colon);
    if (!IsVariableName(name)) {
      return "no name of an environment variable between ${ and }; write $${ for a literal ${";
    }
    AppendListed(&use->variables, "${" + std::string(name) + "}");
    std::optional<std::string> found = env_(name);
    bool has_default = colon != std::string_view::npos;
    if (has_default) {
      std::string_view fallback = inner.substr(colon + 2);
      if (fallback.find("${") != std::string_view::npos) {
        return "the default of ${" + std::string(name) + "} cannot hold a ${ of its own";
      }
      if (!found || found->empty()) found = std::string(fallback);
    }
    if (!found) return "environment variable " + std::string(name) + " is not set";
    // Control characters other than white space would let a value forge lines of a log.
    if (FindBadByte(*found)) {
      return "the value of environment variable " + std::string(name) +
             " holds a control character or invalid UTF-8";
    }
    expanded_ += found->size();
    if (expanded_ > kMostExpandedBytes) return "the environment variables' values are too large";
    *value += *found;
    return {};
  }

  const EnvLookup& env_;
  size_t expanded_ = 0;
};

}  // namespace

EnvLookup ProcessEnv() {
  return [](std::string_view name) -> std::optional<std::string> {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr) return std::nullopt;
    return std::string(value);
  };
}

void ExpandEnv(Node* root, const EnvLookup& env) { Expander(env).Walk(root); }

}  // namespace griot::config
