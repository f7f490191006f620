// The incumbent's customers: pages as its two snippets and its guide have them made. `src` is what the
// customer changes.

/** Its snippet.html: on load it calls init, and replays what it has queued. */
const snippet = ({ src, key, options }) => `<script>
  (function (w, d) {
    var a = (w.analytics = w.analytics || []);
    ['init', 'page', 'track', 'identify', 'reset', 'flush'].forEach(function (method) {
      a[method] = function () { a.push([method].concat(Array.prototype.slice.call(arguments))); };
    });
    var script = d.createElement('script');
    script.async = true;
    script.src = '${src}/analytics.js';
    script.onload = function () {
      a.init('${key}', ${options});
      while (a.length) {
        var call = a.shift();
        a[call[0]].apply(a, call.slice(1));
      }
    };
    d.head.appendChild(script);
  })(window, document);
  analytics.page();
</script>`;

/** Its guide's: it queues, and waits for a script that takes the queue over. */
const guide = ({ src, key, options }) => `<script>
  window.analytics = window.analytics || [];
  ['init', 'page', 'track', 'identify', 'reset'].forEach(function (method) {
    window.analytics[method] = function () {
      window.analytics.push([method].concat(Array.prototype.slice.call(arguments)));
    };
  });
  var script = document.createElement('script');
  script.async = true;
  script.src = '${src}/sdk.js';
  document.head.appendChild(script);
  analytics.init('${key}', ${options});
  analytics.page();
</script>`;

/** Without a snippet: the script's global. */
const global = ({ src, key, options }) => `<script src="${src}/sdk.js"></script><script>
  var analytics = analytics_sdk.Analytics;
  analytics_sdk.default.init('${key}', ${options});
  analytics.page();
</script>`;

const KINDS = { snippet, guide, global };

export const page = (kind, given) =>
  `<!doctype html><html><head><title>Shop</title>${KINDS[kind](given)}</head><body>A shop</body></html>`;
