#pragma once

#include <string>
#include <vector>

#include "plugins/dashboard/reports/report.h"

namespace griot::dashboard {

// GET /api/v1/openapi.json: OpenAPI 3.1 of the API. Reports are told of by what they are made of:
// the fields of answers are those that the queries have, which are asked once, about a project that
// is none. The other routes by_hand.json tells of; tests hold both to the answers.
Route OpenApiRoute();

// A route's pattern as the document writes it: "/api/v1/people/:id" is "/api/v1/people/{id}".
std::string DocumentedPath(const std::string& pattern);

// The document; `call` lends its connections. Throws pg::Error.
std::string OpenApiDocument(Call& call, const std::vector<Report>& reports);

}  // namespace griot::dashboard
