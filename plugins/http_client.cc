// Compiled once for all plugins that post: it takes as long as twenty other files.
#include "griot/http_client_beast.hpp"
