// What ThreadSanitizer is not to report from any test binary: third-party code it cannot see into.
// In the binary and not in a file that TSAN_OPTIONS names, so that a test run by hand, or by ctest
// alone, is judged as ./test judges it.

extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  // Pistache 0.0.5 is not instrumented, so its queue between the accept thread and the workers
  // orders nothing in ThreadSanitizer's eyes: neither the release of a Peer, which the slower of
  // the two threads destroys, nor the use of a descriptor that was just accepted.
  return "race:Pistache::Tcp::Listener::handleNewConnection\n"
         "race:Pistache::Tcp::Listener::acceptConnection\n";
}
