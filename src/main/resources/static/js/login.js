// Tasklist's deep links name the task behind a hash, which the server never sees: take it along through the sign-in.
(function () {
  'use strict';
  var form = document.querySelector('form[data-keep-hash]');
  if (form) form.addEventListener('submit', function () { form.action = form.action.split('#')[0] + location.hash; });
})();
