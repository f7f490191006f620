#include "host/config/options.h"

#include <unordered_map>
#include <utility>
#include <vector>

#include "host/config/options_scalar.h"
#include "host/config/place.h"
#include "host/config/scalar.h"
#include "host/config/text.h"

namespace griot::config {
namespace {

const Schema& AnySchema() {
  static const Schema any;
  return any;
}

// Defaults inside of defaults; none of it is the user's text.
void FillDefaults(const Schema& schema, Json* value) {
  value->secret = value->secret || schema.secret;
  if (value->type != Json::Type::kObject) return;
  for (const auto& [name, property] : schema.properties) {
    if (const Json* present = value->Find(name)) {
      Json filled = *present;
      FillDefaults(property, &filled);
      value->Set(name, std::move(filled));
    } else if (property.default_value) {
      FillDefaults(property, value->Set(name, *property.default_value));
    }
  }
}

class Checker {
 public:
  explicit Checker(const Scope& scope) : scope_(scope) {}

  bool fits() const { return objections_ == 0; }

  Json Check(const Node& node, const Schema& schema, const Place& place) {
    Json out;
    if (node.env != nullptr && !node.env->fault.empty()) {
      scope_.Complain(node, place.path, node.env->fault);
      return out;
    }
    if (!Convert(node, schema, place, &out)) return out;
    bool blind = place.secret || node.env != nullptr;
    for (Objection& objection : CheckLimits(out, schema, Shown(node, out, place), blind)) {
      Object(node, place, std::move(objection.text), std::move(objection.hint));
    }
    for (const auto& group : schema.alternatives) {
      TryAlternatives(node, schema, group, place, &out);
    }
    out.file = schema.format == Format::kFile;
    if (out.file) out.text = scope_.Resolve(out.text);
    out.secret = place.secret || !place.Declared();
    if (node.env != nullptr) out.written = node.env->written;
    return out;
  }

  Json CheckAbsent(const Node& stage, const Schema& schema, const Place& place) {
    Node empty;
    empty.kind = Node::Kind::kMap;
    empty.line = stage.line;
    empty.column = stage.column;
    return Check(empty, schema, place);
  }

 private:
  // An objection of the schema: another alternative may have none.
  void Object(const Node& node, const Place& place, std::string text, std::string hint = {}) {
    ++objections_;
    scope_.Complain(node, place.path, std::move(text), std::move(hint));
  }

  static std::string Shown(const Node& node, const Json& value, const Place& place) {
    if (node.kind == Node::Kind::kSequence) return "the list";
    if (node.kind == Node::Kind::kMap) return "the mapping";
    if (node.env != nullptr) return ShowText(node);
    if (place.secret) return "the value";
    return value.type == Json::Type::kString ? Quoted(value.text) : WriteJson(value);
  }

  bool Convert(const Node& node, const Schema& schema, const Place& place, Json* out) {
    bool list = node.kind == Node::Kind::kSequence, map = node.kind == Node::Kind::kMap;
    auto takes = [&schema](unsigned bit) { return schema.types == 0 || (schema.types & bit) != 0; };
    if (list && takes(kArray)) {
      *out = CheckArray(node, schema, place);
      return true;
    }
    if (map && takes(kObject)) {
      *out = CheckObject(node, schema, place);
      return true;
    }
    if (!list && !map && ConvertScalar(node, schema.types, out)) return true;
    std::string expected = schema.types == 0 ? "a number in range" : ExpectedBy(schema);
    std::string hint = schema.format == Format::kNone ? TypeHint(node, schema.types) : "";
    Object(node, place, "expected " + expected + ", found " + Describe(node, place.secret),
           std::move(hint));
    // What is wrong in it whatever its type.
    if (list || map) ReportFaults(scope_, node, place.path);
    return false;
  }

  Json CheckArray(const Node& node, const Schema& schema, const Place& place) {
    Json out;
    out.type = Json::Type::kArray;
    const Schema& items = schema.items ? *schema.items : AnySchema();
    for (size_t i = 0; i < node.items.size(); ++i) {
      Place inner = ItemPlace(place, i);
      Json item = Check(node.items[i], items, inner);
      // A list whose items no schema describes is shown as the list itself is.
      if (!inner.Declared()) item.secret = place.secret || !place.Declared();
      out.items.push_back(std::move(item));
    }
    return out;
  }

  Json CheckObject(const Node& node, const Schema& schema, const Place& place) {
    Json out = Json::Object();
    std::unordered_map<std::string_view, const Node*> seen;
    for (const Entry& entry : node.entries) {
      const std::string& key = entry.key.text;
      Place inner = MemberPlace(place, key);
      if (entry.key.plain && key == "<<") {
        scope_.Complain(entry.key, place.path, "merge keys (<<) are not supported");
        continue;
      }
      auto [first, is_new] = seen.emplace(key, &entry.key);
      if (!is_new) {
        scope_.Complain(entry.key, inner.path,
                        "duplicate key (first at " + ToString(scope_.At(*first->second)) + ")");
        continue;
      }
      const Schema* member = schema.Property(key);
      if (member == nullptr) member = schema.additional.get();
      if (member == nullptr && schema.closed) {
        Unknown(entry, schema, place, inner);
        continue;
      }
      out.members.push_back({key, Check(entry.value, member ? *member : AnySchema(), inner)});
    }
    for (const auto& [name, property] : schema.properties) {
      if (!property.default_value || seen.contains(name)) continue;
      Json value = *property.default_value;
      FillDefaults(property, &value);
      out.members.push_back({name, std::move(value)});
    }
    for (const std::string& name : schema.required) {
      const Schema* property = schema.Property(name);
      if (seen.contains(name) || (property != nullptr && property->default_value)) continue;
      Object(node, place, "missing " + Quoted(name), property ? property->description : "");
    }
    return out;
  }

  void Unknown(const Entry& entry, const Schema& schema, const Place& place, const Place& inner) {
    std::vector<std::string_view> known;
    for (const auto& [name, property] : schema.properties) known.push_back(name);
    std::string hint = place.secret ? "" : DidYouMean(entry.key.text, known);
    // A key with nothing behind it may be a line of a secret that lost its indentation.
    bool bare = entry.value.kind == Node::Kind::kNull;
    Place shown{bare ? place.path + ".***" : inner.path, {}, inner.secret};
    Object(entry.key, shown, "unknown key", std::move(hint));
    ReportFaults(scope_, entry.value, shown.path);
  }

  void TryAlternatives(const Node& node, const Schema& schema, const std::vector<Schema>& branches,
                       const Place& place, Json* out) {
    std::string described;
    for (size_t i = 0; i < branches.size(); ++i) {
      Problems found;
      Checker attempt(Scope{scope_.file, &found});
      Json value = attempt.Check(node, branches[i], place);
      if (attempt.fits()) {
        for (const Problem& problem : found.all()) scope_.problems->Add(problem);
        if (!schema.HasShape()) *out = std::move(value);
        return;
      }
      const Schema& branch = branches[i];
      std::string name = !branch.description.empty() ? branch.description
                         : branch.types != 0         ? ExpectedBy(branch)
                                                     : "alternative " + std::to_string(i + 1);
      described += (i > 0 ? "; " : "") + name;
    }
    Object(node, place, "fits none of: " + described);
    ReportFaults(scope_, node, place.path);
  }

  Scope scope_;
  size_t objections_ = 0;
};

}  // namespace

Json CheckOptions(const Scope& scope, const Node* options, const Node& stage,
                  const std::string& path, const Schema& schema) {
  Place root = RootPlace(path, schema);
  Checker checker(scope);
  if (options == nullptr) return checker.CheckAbsent(stage, schema, root);
  if (options->kind == Node::Kind::kMap) return checker.Check(*options, schema, root);
  bool fault = options->env != nullptr && !options->env->fault.empty();
  std::string found = "expected a mapping, found " + Describe(*options, true);
  scope.Complain(*options, path, fault ? options->env->fault : std::move(found));
  return Json::Object();
}

void ReportFaults(const Scope& scope, const Node& node, const std::string& path) {
  if (node.env != nullptr && !node.env->fault.empty()) scope.Complain(node, path, node.env->fault);
  for (const Node& item : node.items) ReportFaults(scope, item, path);
  std::unordered_map<std::string_view, const Node*> seen;
  for (const Entry& entry : node.entries) {
    bool merge = entry.key.plain && entry.key.text == "<<";
    if (merge) scope.Complain(entry.key, path, "merge keys (<<) are not supported");
    auto [first, is_new] = seen.emplace(entry.key.text, &entry.key);
    if (!is_new && !merge) {
      scope.Complain(entry.key, path,
                     "duplicate key (first at " + ToString(scope.At(*first->second)) + ")");
    }
    ReportFaults(scope, entry.value, path);
  }
}

}  // namespace griot::config
