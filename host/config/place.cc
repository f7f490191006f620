#include "host/config/place.h"

#include <utility>

#include "host/config/text.h"

namespace griot::config {
namespace {

using Views = std::vector<const Schema*>;

void AddWithAlternatives(const Schema& schema, Views* views) {
  views->push_back(&schema);
  for (const auto& group : schema.alternatives) {
    for (const Schema& branch : group) AddWithAlternatives(branch, views);
  }
}

Place Within(const Place& outer, std::string path, Views views) {
  Place inner{std::move(path), std::move(views), outer.secret};
  for (const Schema* view : inner.views) inner.secret = inner.secret || view->secret;
  return inner;
}

}  // namespace

Place RootPlace(std::string path, const Schema& schema) {
  Views views;
  AddWithAlternatives(schema, &views);
  return Within({}, std::move(path), std::move(views));
}

Place MemberPlace(const Place& outer, const std::string& key) {
  Views views;
  bool named = false;
  for (const Schema* view : outer.views) {
    const Schema* property = view->Property(key);
    named = named || property != nullptr;
    if (property == nullptr) property = view->additional.get();
    if (property != nullptr) AddWithAlternatives(*property, &views);
  }
  std::string part = outer.secret && !named ? "***" : PathPart(key);
  return Within(outer, outer.path + "." + part, std::move(views));
}

Place ItemPlace(const Place& outer, size_t index) {
  Views views;
  for (const Schema* view : outer.views) {
    if (view->items) AddWithAlternatives(*view->items, &views);
  }
  return Within(outer, outer.path + "[" + std::to_string(index) + "]", std::move(views));
}

}  // namespace griot::config
