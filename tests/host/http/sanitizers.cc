// What ThreadSanitizer is not to report from this binary: third-party code it cannot see into.
// Pistache is not instrumented, so its queue between the accept thread and the workers orders
// nothing in ThreadSanitizer's eyes: neither the release of a Peer nor the use of a descriptor that
// was just accepted.

extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:Pistache::Tcp::Listener::handleNewConnection\n"
         "race:Pistache::Tcp::Listener::acceptConnection\n";
}
