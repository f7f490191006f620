#pragma once

#include <string>

#include "plugins/dashboard/auth/access.h"

namespace griot::dashboard {

// What somebody who is signed in may know of themselves: name, projects and roles there, as JSON.
std::string DescribeMe(Db& db, const Person& person);

// The list of their projects in it.
std::string DescribeProjects(Db& db, const std::string& user);

// The greatest role that somebody has in every project there is or will be; empty: none.
std::string RoleEverywhere(Db& db, const std::string& user);

}  // namespace griot::dashboard
