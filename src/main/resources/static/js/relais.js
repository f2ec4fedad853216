// Behaviour that pages ask for with data attributes; the form that Tasklist embeds loads this file too. Pages work without it.
(function () {
  'use strict';
  if (window.relais) return;
  window.relais = true;

  document.addEventListener('htmx:configRequest', function (event) {
    var csrf = document.body.dataset.csrf || (document.querySelector('input[name=_csrf]') || {}).value;
    if (csrf && event.detail.verb !== 'get') event.detail.headers[document.body.dataset.csrfHeader || 'X-CSRF-TOKEN'] = csrf;
  });

  // A part of a form that is fetched anew brings what was sent; what was typed since then is put back.
  function fields(part) { return part.querySelectorAll('input:not([type=hidden]):not([type=file]), select, textarea'); }
  function typed(field) { return field.type === 'checkbox' || field.type === 'radio' ? field.checked : field.value; }
  document.addEventListener('htmx:beforeRequest', function (event) {
    var sent = new Map();
    fields(event.detail.target).forEach(function (field) { if (field.id) sent.set(field.id, typed(field)); });
    event.detail.xhr.relaisSent = sent;
  });
  document.addEventListener('htmx:beforeSwap', function (event) {
    var sent = event.detail.xhr.relaisSent, since = event.detail.xhr.relaisSince = new Map();
    if (sent) fields(event.detail.target).forEach(function (field) {
      if (sent.has(field.id) && sent.get(field.id) !== typed(field)) since.set(field.id, typed(field));
    });
  });
  document.addEventListener('htmx:afterSwap', function (event) {
    (event.detail.xhr.relaisSince || []).forEach(function (value, id) {
      var field = document.getElementById(id);
      if (field && typeof value === 'boolean') field.checked = value; else if (field) field.value = value;
    });
  });

  // While the event comes down, so that an act that refuses is asked before anything else hears of the click.
  function on(type, selector, act) {
    document.addEventListener(type, function (event) {
      var element = event.target.closest && event.target.closest(selector);
      if (element) act(element, event);
    }, true);
  }

  on('click', '[data-print]', function () { window.print(); });

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
      if (button.dataset.said) return;
      var name = button.getAttribute('aria-label');
      button.dataset.said = 'true';
      button.textContent = said;
      if (name) button.setAttribute('aria-label', said);
      setTimeout(function () {
        delete button.dataset.said;
        button.textContent = before;
        if (name) button.setAttribute('aria-label', name);
      }, 2000);
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

  // data-mask="#id" data-other="…": hides and shows a value that is already on the page; the button says what it would do next.
  on('click', '[data-mask]', function (button) {
    document.querySelector(button.dataset.mask).classList.toggle('relais-masked');
    var said = button.textContent;
    button.textContent = button.dataset.other;
    button.dataset.other = said;
  });

  // data-confirm="…": asks once before what cannot be undone; with data-confirm-when="#id" only if that box is ticked. A dialog of the page, since the browser's own is not allowed in Tasklist.
  document.addEventListener('click', function (event) {
    var button = event.target.closest && event.target.closest('[data-confirm]');
    if (!button) return;
    if (button.dataset.confirmWhen && !document.querySelector(button.dataset.confirmWhen).checked) return;
    if (button.dataset.confirmed) { delete button.dataset.confirmed; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    var frame = button.closest('[data-no]'), dialog = document.createElement('dialog');
    dialog.className = 'relais-dialog';
    dialog.innerHTML = '<form method="dialog"><p></p><div><button value="no"></button> <button value="yes"></button></div></form>';
    var buttons = dialog.querySelectorAll('button');
    dialog.querySelector('p').textContent = button.dataset.confirm;
    buttons[0].textContent = frame ? frame.dataset.no : 'No';
    buttons[0].className = 'btn btn-default btn-outline-secondary';
    buttons[1].textContent = button.textContent.trim();
    buttons[1].className = 'btn btn-primary';
    dialog.addEventListener('close', function () {
      dialog.remove();
      button.focus();
      if (dialog.returnValue !== 'yes') return;
      button.dataset.confirmed = 'true';
      button.click();
    });
    document.body.appendChild(dialog);
    dialog.showModal();
    buttons[0].focus();
  }, true);

  // data-toggles: opens and closes what it controls; the style sheet does the rest.
  on('click', '[data-toggles]', function (button) {
    button.setAttribute('aria-expanded', String(button.getAttribute('aria-expanded') !== 'true'));
  });

  // data-requires="#id": the button works only once that box is ticked; until then it leads there.
  on('click', '[data-requires]', function (button, event) {
    var box = document.querySelector(button.dataset.requires);
    if (box.checked) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    box.classList.add('is-invalid');
    box.focus();
    if (box.reportValidity) box.reportValidity();
  });

  // data-fill="selector" data-value="…": puts a suggestion into a field.
  on('click', '[data-fill]', function (button) {
    var field = document.querySelector(button.dataset.fill);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.focus();
  });

  // data-enter="#id": the Enter key in this field presses that button.
  on('keydown', '[data-enter]', function (field, event) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    document.querySelector(field.dataset.enter).click();
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

  // A refused form's page is the answer to a POST. Once it is left, the way back leads to the form itself, not to the browser's question
  // whether to send everything again. Only where the form's page has that same address.
  if (document.body.dataset.csrf && document.referrer === location.href) {
    var leave = function () { history.replaceState(null, '', location.href); };
    on('submit', 'form', leave);
    on('click', 'a[href]', leave);
  }

  // data-most="200" data-too-large="…" on a file field: says so before files of more megabytes together are sent for nothing.
  on('change', 'input[type=file][data-most]', function (field) {
    var bytes = Array.prototype.reduce.call(field.files, function (sum, file) { return sum + file.size; }, 0);
    field.setCustomValidity(bytes > field.dataset.most * 1048576 ? field.dataset.tooLarge : '');
    field.reportValidity();
  });

  // On a phone, a table that is wider than its place becomes a list of cards, each value with the heading of its column.
  function label(table) {
    var heads = table.tHead ? table.tHead.rows[0].cells : [];
    table.setAttribute('role', 'table');
    Array.prototype.forEach.call(table.querySelectorAll('tbody > tr, tfoot > tr'), function (row) {
      var column = 0;
      row.setAttribute('role', 'row');
      Array.prototype.forEach.call(row.cells, function (cell) {
        var head = heads[column], name = head && !head.querySelector('.visually-hidden') ? head.textContent.trim() : '';
        if (cell.tagName === 'TD' && name && cell.colSpan === 1 && cell.textContent.trim()) cell.dataset.label = name;
        cell.setAttribute('role', cell.tagName === 'TD' ? 'cell' : 'rowheader');
        column += cell.colSpan;
      });
    });
  }
  function fit() {
    document.querySelectorAll('.table-responsive > .table').forEach(function (table) {
      if (!table.dataset.labelled) { if (table.classList.contains('relais-rows')) return; label(table); table.dataset.labelled = 'true'; }
      table.classList.remove('relais-rows');
      table.classList.toggle('relais-rows', table.scrollWidth > table.parentElement.clientWidth);
    });
  }
  window.addEventListener('resize', fit);
  window.addEventListener('load', fit);
  document.addEventListener('htmx:afterSettle', fit);

  // data-remember: what was typed here is there again, in this tab, on a page that says data-again of it.
  document.querySelectorAll('[data-remember]').forEach(function (field) {
    field.form.addEventListener('submit', function () { sessionStorage.setItem(field.dataset.remember, field.value); });
    var typed = sessionStorage.getItem(field.dataset.remember);
    if (!typed || field.value || !('again' in field.dataset)) return;
    field.value = typed;
    field.form.querySelector('[type=password]').focus();
  });

  function focusProblem() {
    var problem = document.querySelector('[data-focus]');
    if (problem) problem.focus();
  }
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', focusProblem); else focusProblem();
})();
