#pragma once

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

  Mark At(const Node& node) const { return {file, node.line, node.column}; }

  void Complain(const Node& node, std::string_view path, std::string text,
                std::string hint = {}) const {
    problems->Add(At(node), path, std::move(text), std::move(hint));
  }
};

}  // namespace griot::config
