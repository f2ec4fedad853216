// Behaviour that pages ask for with data attributes; the form that Tasklist embeds loads this file too. Pages work without it.
(function () {
  'use strict';
  if (window.relais) return;
  window.relais = true;

  document.addEventListener('htmx:configRequest', function (event) {
    var csrf = document.body.dataset.csrf || (document.querySelector('input[name=_csrf]') || {}).value;
    if (csrf && event.detail.verb !== 'get') event.detail.headers[document.body.dataset.csrfHeader || 'X-CSRF-TOKEN'] = csrf;
  });

  function on(type, selector, act) {
    document.addEventListener(type, function (event) {
      var element = event.target.closest && event.target.closest(selector);
      if (element) act(element, event);
    });
  }

  function text(element) {
    var source = document.querySelector(element.dataset.copy);
    return 'value' in source ? source.value : source.textContent;
  }

  // data-copy="#id": copies that element's text or value and says so in the button; a submit button sends its form afterwards.
  on('click', '[data-copy]', function (button, event) {
    if (button.dataset.copying) { delete button.dataset.copying; return; }
    var said = button.dataset.copied, before = button.textContent;
    var sends = button.form && button.type === 'submit';
    if (sends) event.preventDefault();
    function done() {
      if (sends) { button.dataset.copying = 'true'; button.click(); }
      if (!said) return;
      button.textContent = said;
      setTimeout(function () { button.textContent = before; }, 2000);
    }
    if (navigator.clipboard) return navigator.clipboard.writeText(text(button)).then(done, byHand);
    byHand();
    function byHand() {
      var area = document.createElement('textarea');
      area.value = text(button);
      document.body.appendChild(area);
      area.select();
      document.execCommand('copy');
      area.remove();
      done();
    }
  });

  // data-open: a link that is followed by itself as soon as it is on the page, once.
  function open() {
    document.querySelectorAll('a[data-open]').forEach(function (link) {
      link.removeAttribute('data-open');
      link.click();
    });
  }
  new MutationObserver(open).observe(document.documentElement, { childList: true, subtree: true });
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', open); else open();

  // data-mask="#id": hides and shows a value that is already on the page.
  on('click', '[data-mask]', function (button) {
    var shown = document.querySelector(button.dataset.mask);
    var hide = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(hide));
    shown.classList.toggle('relais-masked', hide);
  });

  // data-confirm="…": asks once before what cannot be undone.
  on('click', '[data-confirm]', function (button, event) {
    if (!window.confirm(button.dataset.confirm)) { event.preventDefault(); event.stopImmediatePropagation(); }
  });

  // A form is sent once, however often its button is clicked.
  document.addEventListener('submit', function (event) {
    var form = event.target;
    if (form.dataset.sent) { event.preventDefault(); return; }
    if (event.defaultPrevented || form.method !== 'post' || form.hasAttribute('data-again')) return;
    form.dataset.sent = 'true';
    setTimeout(function () { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener('pageshow', function () {
    document.querySelectorAll('form[data-sent]').forEach(function (form) { delete form.dataset.sent; });
  });

  function focusProblem() {
    var problem = document.querySelector('[data-focus]');
    if (problem) problem.focus();
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', focusProblem); else focusProblem();
})();
