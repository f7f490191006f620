#include "plugins/privacy_filter/filter.h"

#include <algorithm>

namespace griot::privacy {
namespace {

std::unique_ptr<KeyedHash> HashOf(const Options& options) {
  if (options.key.empty()) return nullptr;
  return std::make_unique<KeyedHash>(options.key, options.prefix);
}

// Whether no text within this JSON can have what the rule looks for. Only a text without escapes
// shows its parts as they are.
bool HasNone(const Rule& rule, std::string_view json) {
  return !rule.patterns.empty() && json.find('\\') == std::string_view::npos &&
         std::none_of(rule.patterns.begin(), rule.patterns.end(),
                      [&](const auto& pattern) { return pattern->Possible(json); });
}

bool IsId(Root root) { return root == Root::kUserId || root == Root::kAnonymousId; }

}  // namespace

PrivacyFilter::PrivacyFilter(const StageConfig& config)
    : options_(ReadOptions(config.options)), hash_(HashOf(options_)), rewriter_(hash_.get()) {}

void PrivacyFilter::Process(Batch& batch) {
  for (Event event : batch) {
    failed_ = false;
    for (const Rule& rule : options_.rules) {
      if (!rule.AppliesTo(event)) continue;
      if (!Apply(rule, event)) break;
    }
    // Rather counted as filtered than stored with what a rule forbids.
    if (failed_) event.Filter("privacy_failed", "no memory for what a rule changes");
  }
}

bool PrivacyFilter::Apply(const Rule& rule, Event& event) {
  const bool touched = Touch(rule, event);
  if (rule.action != Action::kDrop || !touched) return true;
  Empty(event);
  event.Filter(rule.reason);
  return false;
}

bool PrivacyFilter::Touch(const Rule& rule, Event& event) {
  // Only a drop may speak of whole events.
  if (rule.fields.empty() && rule.patterns.empty()) return true;
  bool wanted[] = {rule.fields.empty(), rule.fields.empty(), false, false};
  for (const FieldPath& path : rule.fields) wanted[static_cast<size_t>(path.root)] = true;
  bool touched = false;
  for (const Root root : {Root::kProperties, Root::kContext, Root::kUserId, Root::kAnonymousId}) {
    if (!wanted[static_cast<size_t>(root)]) continue;
    touched |= IsId(root) ? TouchId(rule, root, event) : TouchRoot(rule, root, event);
  }
  return touched;
}

bool PrivacyFilter::TouchId(const Rule& rule, Root root, Event& event) {
  const bool user = root == Root::kUserId;
  const std::string_view id = user ? event.user_id() : event.anonymous_id();
  if (id.empty() || !rewriter_.Text(rule, id, &json_)) return false;
  if (rule.action == Action::kDrop) return true;
  failed_ |= !(user ? event.SetUserId(json_) : event.SetAnonymousId(json_));
  return true;
}

// Members are written anew whole: so a name that stands twice is treated twice, and the paths that
// the host gets are one segment long.
bool PrivacyFilter::TouchRoot(const Rule& rule, Root root, Event& event) {
  const auto text = root == Root::kProperties ? event.Property("") : event.ContextMember("");
  if (!text || text->size() <= 2 || HasNone(rule, *text)) return false;
  // A copy, because it is read on while the event changes.
  root_text_ = *text;
  if (!document_.Parse(root_text_).ok()) return false;
  changed_names_.clear();
  scratch_.Reset();
  rewriter_.Begin(rule, root);
  bool touched = false;
  for (const auto [name, value] : document_.root().members()) {
    json_.clear();
    const bool left = rewriter_.Member(name, value, &json_);
    touched |= rewriter_.changed();
    if (rule.action == Action::kDrop) {
      if (touched) return true;
      continue;
    }
    const auto decoded = name.string(scratch_).value_or("");
    // The last of one name counts, so it must be set after an earlier one was.
    if (rewriter_.changed()) {
      changed_names_.emplace(decoded);
    } else if (changed_names_.empty() || !changed_names_.contains(std::string(decoded))) {
      continue;
    }
    Set(event, root, name, left);
  }
  return touched;
}

void PrivacyFilter::Set(Event& event, Root root, json::Value name, bool left) {
  path_ = "/";
  for (const char c : name.string(scratch_).value_or("")) {
    if (c == '~') {
      path_ += "~0";
    } else if (c == '/') {
      path_ += "~1";
    } else {
      path_ += c;
    }
  }
  const bool properties = root == Root::kProperties;
  bool done = false;
  if (left) {
    done = properties ? event.SetProperty(path_, json_) : event.SetContext(path_, json_);
  } else {
    done = properties ? event.RemoveProperty(path_) : event.RemoveContext(path_);
  }
  failed_ |= !done;
}

// What is left of a dropped event is that it was there.
void PrivacyFilter::Empty(Event& event) {
  for (const Root root : {Root::kProperties, Root::kContext}) {
    const auto text = root == Root::kProperties ? event.Property("") : event.ContextMember("");
    if (!text || text->size() <= 2) continue;
    root_text_ = *text;
    scratch_.Reset();
    if (!document_.Parse(root_text_).ok()) continue;
    for (const auto member : document_.root().members()) Set(event, root, member.key, false);
  }
  if (!event.user_id().empty()) failed_ |= !event.SetUserId("");
  if (!event.anonymous_id().empty()) failed_ |= !event.SetAnonymousId("");
}

}  // namespace griot::privacy
