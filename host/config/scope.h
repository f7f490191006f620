#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "host/config/node.h"
#include "host/config/problem.h"

namespace griot::config {

/// One file while it is read: gives its nodes their marks and takes what is wrong with them.
/// `problems` must outlive it. Copyable; not for several threads at once.
struct Scope {
  std::string file;
  Problems* problems;

  /// A path as the file means it: seen from its own folder.
  std::string Resolve(const std::string& path) const {
    const auto from = std::filesystem::path(file).parent_path();
    return (from / path).lexically_normal().string();
  }

  Mark At(const Node& node) const { return {file, node.line, node.column}; }

  void Complain(const Node& node, std::string_view path, std::string text,
                std::string hint = {}) const {
    problems->Add(At(node), path, std::move(text), std::move(hint));
  }
};

}  // namespace griot::config
