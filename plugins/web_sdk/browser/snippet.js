// The snippet of the README with room to breathe: keeps calls in a list until griot.js has loaded.
(function (window, document, address) {
  if (window.griot) return;
  var griot = (window.griot = []);
  'init page track identify reset flush consent'.split(' ').forEach(function (method) {
    griot[method] = function () {
      griot.push([method].concat([].slice.call(arguments)));
    };
  });
  var script = document.createElement('script');
  script.async = true;
  script.src = address;
  // Under a Content-Security-Policy with a nonce the script needs the snippet's.
  script.nonce = (document.currentScript || {}).nonce || '';
  document.head.appendChild(script);
})(window, document, 'https://griot.example.com/griot.js');
griot.init('YOUR_WRITE_KEY');
