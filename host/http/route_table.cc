#include "host/http/route_table.h"

#include <algorithm>

#include "host/http/url.h"

namespace griot::http {
namespace {

// Matching goes back and tries again at each parameter, so the depth of patterns bounds its work.
constexpr size_t kMaxSegments = 16;

std::string_view NextSegment(std::string_view& rest, bool& more) {
  size_t slash = rest.find('/');
  std::string_view segment = rest.substr(0, slash);
  more = slash != std::string_view::npos;
  rest = more ? rest.substr(slash + 1) : std::string_view();
  return segment;
}

std::optional<std::string> Decoded(std::string_view segment) {
  if (segment.find('%') == std::string_view::npos) return std::string(segment);
  return PercentDecode(segment, false);
}

}  // namespace

Result<> RouteTable::Insert(const std::shared_ptr<RouteEntry>& entry) {
  const Route& route = entry->route();
  const std::string& pattern = route.pattern;
  auto bad = [&](const char* why) { return Error{"route \"" + pattern + "\": " + why}; };
  if (pattern.empty() || pattern[0] != '/') return bad("does not begin with /");
  Node* node = &root_;
  Leaf* leaf = nullptr;
  std::vector<std::string> names;
  std::string_view rest = std::string_view(pattern).substr(1);
  size_t depth = 0;
  for (bool more = true; more;) {
    if (++depth > kMaxSegments) return bad("has too many segments");
    std::string_view segment = NextSegment(rest, more);
    bool wildcard = segment.starts_with('*');
    bool param = segment.starts_with(':');
    if (wildcard || param) {
      if (segment.size() == 1) return bad("has a parameter without a name");
      std::string name(segment.substr(1));
      if (std::find(names.begin(), names.end(), name) != names.end()) {
        return bad("names a parameter twice");
      }
      names.push_back(std::move(name));
    }
    if (wildcard) {
      if (more) return bad("goes on after its wildcard");
      if (!node->wildcard) node->wildcard = std::make_unique<Leaf>();
      leaf = node->wildcard.get();
      break;
    }
    std::unique_ptr<Node>& child = param ? node->param : node->literal[std::string(segment)];
    if (!child) child = std::make_unique<Node>();
    node = child.get();
    leaf = &node->leaf;
  }
  auto index = static_cast<size_t>(route.method);
  if (leaf->by_method[index]) {
    return Error{std::string(MethodName(route.method)) + " " + pattern + " is taken already, by " +
                 leaf->by_method[index]->route().pattern};
  }
  leaf->used = true;
  leaf->by_method[index] = entry;
  leaf->names[index] = std::move(names);
  return {};
}

const RouteTable::Leaf* RouteTable::Walk(const Node& node, std::string_view rest,
                                         std::vector<std::string>& values) {
  std::string_view tail = rest;
  bool more = false;
  std::optional<std::string> segment;
  if (!node.literal.empty() || node.param) {
    std::string_view raw = NextSegment(tail, more);
    segment = Decoded(raw);
    if (!segment) return nullptr;
  }
  if (segment) {
    size_t mark = values.size();
    auto it = node.literal.find(*segment);
    if (it != node.literal.end()) {
      const Leaf* leaf = more ? Walk(*it->second, tail, values)
                              : (it->second->leaf.used ? &it->second->leaf : nullptr);
      if (leaf != nullptr) return leaf;
      values.resize(mark);
    }
    if (node.param && !segment->empty()) {
      values.push_back(std::move(*segment));
      const Leaf* leaf = more ? Walk(*node.param, tail, values)
                              : (node.param->leaf.used ? &node.param->leaf : nullptr);
      if (leaf != nullptr) return leaf;
      values.resize(mark);
    }
  }
  if (!node.wildcard) return nullptr;
  std::optional<std::string> all = Decoded(rest);
  if (!all) return nullptr;
  values.push_back(std::move(*all));
  return node.wildcard.get();
}

RouteTable::Match RouteTable::Find(Method method, std::string_view path, PathParams& params) const {
  Match match;
  params.clear();
  if (path.empty() || path[0] != '/') return match;
  std::vector<std::string> values;
  const Leaf* leaf = Walk(root_, path.substr(1), values);
  if (leaf == nullptr) return match;
  match.path_known = true;
  match.for_pages = leaf->by_method[static_cast<size_t>(Method::kOptions)] != nullptr;
  auto index = static_cast<size_t>(method);
  // Whoever answers GET answers HEAD; the body is left out on the way.
  if (!leaf->by_method[index] && method == Method::kHead) index = static_cast<size_t>(Method::kGet);
  if (leaf->by_method[index]) {
    match.entry = leaf->by_method[index];
    for (size_t i = 0; i < values.size(); ++i) {
      params.emplace_back(leaf->names[index][i], std::move(values[i]));
    }
    return match;
  }
  for (size_t i = 0; i < kMethods; ++i) {
    bool has = leaf->by_method[i] != nullptr;
    if (i == static_cast<size_t>(Method::kHead)) has |= leaf->by_method[0] != nullptr;
    if (!has) continue;
    if (!match.allow.empty()) match.allow += ", ";
    match.allow += MethodName(static_cast<Method>(i));
  }
  return match;
}

Result<RouteId> Routes::Add(Route route) {
  if (!route.handler) return Error{"route \"" + route.pattern + "\" has no handler"};
  std::lock_guard lock(mutex_);
  RouteId id = next_id_++;
  auto entries = entries_;
  entries.push_back(std::make_shared<RouteEntry>(id, std::move(route)));
  if (Result<> built = RebuildLocked(entries); !built) return Error{built.error()};
  entries_ = std::move(entries);
  return id;
}

void Routes::Remove(RouteId id) {
  std::shared_ptr<RouteEntry> entry;
  {
    std::lock_guard lock(mutex_);
    auto it =
        std::find_if(entries_.begin(), entries_.end(), [id](auto& e) { return e->id() == id; });
    if (it == entries_.end()) return;
    entry = *it;
    entries_.erase(it);
    // Fewer routes than were sound before cannot fail to build.
    [[maybe_unused]] Result<> built = RebuildLocked(entries_);
  }
  entry->Retire();
}

Result<std::vector<RouteId>> Routes::Replace(const std::vector<RouteId>& gone,
                                             std::vector<Route> added,
                                             std::vector<std::shared_ptr<RouteEntry>>* removed) {
  std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<RouteEntry>> entries, out;
  for (const auto& entry : entries_)
    (std::find(gone.begin(), gone.end(), entry->id()) == gone.end() ? entries : out)
        .push_back(entry);
  std::vector<RouteId> ids;
  for (Route& route : added) {
    if (!route.handler) return Error{"route \"" + route.pattern + "\" has no handler"};
    ids.push_back(next_id_++);
    entries.push_back(std::make_shared<RouteEntry>(ids.back(), std::move(route)));
  }
  if (Result<> built = RebuildLocked(entries); !built) return Error{built.error()};
  entries_ = std::move(entries);
  *removed = std::move(out);
  return ids;
}

std::shared_ptr<const RouteTable> Routes::table() const {
  std::lock_guard lock(mutex_);
  return table_;
}

Result<> Routes::RebuildLocked(const std::vector<std::shared_ptr<RouteEntry>>& entries) {
  auto table = std::make_shared<RouteTable>();
  for (const auto& entry : entries) {
    if (Result<> inserted = table->Insert(entry); !inserted) return inserted;
  }
  table_ = std::move(table);
  version_.fetch_add(1, std::memory_order_release);
  return {};
}

}  // namespace griot::http
