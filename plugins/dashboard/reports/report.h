#pragma once

#include <functional>
#include <string>
#include <vector>

#include "plugins/dashboard/api/route.h"
#include "plugins/dashboard/reports/ask.h"

namespace griot::dashboard {

enum class Shape { kObject, kList };

// One part of a report's answer: a row's fields, or a list of rows.
struct Part {
  std::string name;
  Shape shape = Shape::kList;
  std::function<Table(const Ask&)> make;
  bool compares = false;  // stands in `previous` too, with compare=previous
  bool pages = false;     // is cut to `limit`, and was asked for one more
};

// A report: GET path. Plain data.
struct Report {
  std::string path;
  std::string summary;
  std::vector<Param> params;
  std::vector<Part> parts;
  Role needs = Role::kViewer;
};

// A part that a query of sql/queries/reports makes.
Part Of(std::string name, Shape shape, std::string query, bool compares = false,
        bool pages = false);

// Its parameters, and which of its parts where it has several.
std::vector<Param> WithPart(const Report& report);
Route RouteOf(const Report& report);

}  // namespace griot::dashboard
