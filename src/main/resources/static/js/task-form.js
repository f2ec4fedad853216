// The one form that Camunda Tasklist embeds: shows the page of a task as the server renders it, sends it back there, and goes on to the
// next task of the case. A module, so that Tasklist evaluates only the few lines that load it.

const HEADERS = { 'X-Relais-Fragment': '1' };
const POLL_EVERY = 1000;
const POLL_FOR = 60000;

/** What pages expect around them: htmx with the settings of our layout, and our own behaviours. Loaded once. */
let support;
function loadSupport() {
  const load = src => new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = done;
    script.onerror = failed;
    document.head.append(script);
  });
  support ??= Promise.all([
    load('/webjars/htmx.org/dist/htmx.min.js').then(() => Object.assign(window.htmx.config, {
      includeIndicatorStyles: false,
      allowEval: false,
      historyEnabled: false,
      responseHandling: [
        { code: '204', swap: false }, { code: '[23]..', swap: true }, { code: '422', swap: true }, { code: '[45]..', swap: false, error: true }
      ]
    })),
    load('/js/relais.js')
  ]).catch(() => { support = undefined; });
  return support;
}

/** Whether the task about to be shown follows a step just done: then its page gets the focus, as after a link. */
let arriving = false;

const pause = milliseconds => new Promise(done => setTimeout(done, milliseconds));

export function taskForm(camForm, $scope, $location, Notifications) {
  const form = camForm.formElement[0];
  const pane = form.querySelector('.relais-form');
  const say = form.dataset;
  const complete = form.closest('[cam-tasklist-form]')?.querySelector('.form-actions .btn-primary');
  const completeLabel = complete?.textContent;

  let action;             // where the page is sent to: where it came from, without its query
  let busy;               // the exchange under way
  let leaving;            // this task is done, its successor is on its way
  const opened = Date.now();

  // --- what is seen

  function primaryButton() {
    return pane.querySelector('button[data-primary]') || pane.querySelector('button.btn-primary:not([type=button])')
      || pane.querySelector('button:not([type=button]):not([type=reset])');
  }

  /** Tasklist's Complete button stands for the page's main button and bears its name; the page's own is hidden. */
  function adoptPrimaryButton() {
    const button = primaryButton();
    button?.classList.add('relais-adopted');
    if (!complete) return;
    complete.textContent = button?.textContent.trim() || completeLabel;
    complete.hidden = !button;
    rest(Boolean(busy));
  }

  function rest(resting) {
    complete?.classList.toggle('disabled', resting || Boolean(primaryButton()?.disabled));
    pane.classList.toggle('relais-busy', resting);
  }

  /** What htmx has put into the page, too. */
  function dress() {
    pane.querySelectorAll('a[href]:not([data-fragment]):not([href^="#"]):not([href^="mailto:"])').forEach(link => {
      link.target = '_blank';
      link.rel = 'noopener';
    });
    adoptPrimaryButton();
  }

  function show(html) {
    pane.innerHTML = html;
    dress();
    loadSupport().then(() => window.htmx?.process(pane));
  }

  function focus() {
    const target = pane.querySelector('[data-focus]') || pane.querySelector('h1, h2, [role=alert]');
    if (!target) return;
    if (!target.matches('input, select, textarea, button, a[href], [tabindex]')) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: 'nearest' });
  }

  function wait(text) {
    pane.innerHTML = '<p class="relais-wait" role="status"><span class="glyphicon glyphicon-refresh animate-spin" aria-hidden="true"></span> <span></span></p>';
    pane.querySelector('span:last-child').textContent = text;
    adoptPrimaryButton();
  }

  /** Says what went wrong above the page, whose input stays as it is, and offers a way on. */
  function problem(text, retry, signIn) {
    pane.querySelectorAll('.relais-problem, .relais-wait').forEach(old => old.remove());
    const box = document.createElement('div');
    box.className = 'alert alert-danger relais-problem';
    box.setAttribute('role', 'alert');
    box.tabIndex = -1;
    box.append(text, ' ');
    if (retry || signIn) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'btn btn-outline-secondary btn-sm';
      button.textContent = signIn || say.again;
      // Tasklist, loaded again, leads through the sign-in and back to this task.
      button.onclick = retry || (() => location.reload());
      box.append(button);
    }
    pane.prepend(box);
    box.focus();
  }

  // --- talking to the server

  /** One exchange at a time; buttons rest meanwhile. */
  async function exchange(work) {
    const mine = busy = {};
    pane.setAttribute('aria-busy', 'true');
    rest(true);
    try {
      await work(() => mine === busy && form.isConnected);
    } finally {
      if (mine === busy) {
        busy = undefined;
        pane.removeAttribute('aria-busy');
        rest(false);
      }
    }
  }

  async function receive(response, retry, current, known) {
    if (response.status === 204 && response.headers.has('X-Next-Task')) return goOn(response, current);
    const html = response.status === 204 ? '' : await response.text();
    if (!current()) return;
    const path = new URL(response.url).pathname;
    if (response.status === 401 || path === '/login') return problem(say.signedOut, null, say.signIn);
    if (path === '/tasks' || response.status === 404) return leave(say.gone);
    const wholePage = /<html[\s>]/i.test(html);
    if (wholePage || !html.trim() || !(response.ok || response.status === 409 || response.status === 422)) {
      return problem(response.status === 403 ? say.denied : say.failed, retry);
    }
    // A page that came back refused is sent again to where the first one was.
    if (!known || response.redirected) action = path;
    show(html);
    if (known || arriving) focus();
    if (arriving) inTasklist(() => $scope.$root.$broadcast('refresh'));
    arriving = false;
  }

  const load = url => exchange(async current => {
    wait(say.loading);
    await ask(url, {}, () => load(url), current);
  });

  async function ask(url, options, retry, current) {
    let response;
    try {
      response = await fetch(url, { headers: HEADERS, ...options });
    } catch (unreachable) {
      if (current()) problem(say.offline, retry);
      return;
    }
    if (current()) await receive(response, retry, current, options.method === 'POST');
  }

  function send(button) {
    if (busy) return;
    const entered = new FormData(form);
    const files = [...entered.values()].some(value => value instanceof File && value.size > 0);
    const fields = files ? entered : new URLSearchParams([...entered].filter(([, value]) => typeof value === 'string'));
    if (button?.name) fields.append(button.name, button.value);
    const url = button?.getAttribute('formaction') || pane.querySelector('[data-action]')?.dataset.action || action;
    exchange(current => ask(url, { method: 'POST', body: fields }, () => send(button?.isConnected ? button : primaryButton()), current));
  }

  // --- what comes after a step

  async function goOn(response, current) {
    const next = response.headers.get('X-Next-Task');
    leaving = true;
    if (next === camForm.taskId) {
      leaving = false;
      return load('/tasks/' + encodeURIComponent(next));
    }
    arriving = Boolean(next);
    if (next) return inTasklist(() => $location.search({ task: next, forceDisplayTask: true }));
    if (response.headers.get('X-Case-Active') !== 'true') {
      return leave(decodeURIComponent(response.headers.get('X-Case-Outcome') || '') || say.done);
    }
    wait(say.working);
    for (const end = Date.now() + POLL_FOR; Date.now() < end;) {
      await pause(POLL_EVERY);
      if (!current()) return;
      const again = await fetch(response.url, { headers: HEADERS }).catch(() => null);
      if (!current()) return;
      if (again && !(again.status === 204 && again.headers.get('X-Next-Task') === '' && again.headers.get('X-Case-Active') === 'true')) {
        return receive(again, () => load('/tasks/' + encodeURIComponent(camForm.taskId)), current, true);
      }
    }
    leave(say.later);
  }

  /** The task is gone: say why, and let Tasklist close it and renew its list, as after any task. */
  function leave(message) {
    inTasklist(() => {
      Notifications.addMessage({ status: message, duration: 8000, exclusive: true });
      $scope.onFormCompletionCallback(null, {});
    });
  }

  function inTasklist(act) {
    $scope.$evalAsync(act);
  }

  // --- what people do

  form.addEventListener('submit', event => {
    event.preventDefault();
    send(event.submitter?.form === form && pane.contains(event.submitter) ? event.submitter : primaryButton());
  });

  pane.addEventListener('htmx:afterSettle', dress);

  pane.addEventListener('click', event => {
    const link = event.target.closest('a[data-fragment]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    load(link.href);
  });

  // Tasklist's own shortcut for its Complete button, which not every browser lets it see.
  pane.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    primary();
  });

  // Claimed or given back: another page answers now.
  $scope.$watch('options.disableForm', () => load('/tasks/' + encodeURIComponent(camForm.taskId)));
  $scope.$applyAsync(); // this file arrives outside Angular's round, and the watch would wait for the next one
  $scope.$on('$destroy', () => { busy = {}; });

  // Tasklist asks from time to time whether its task is still there, and strikes it out if not: also the one that is just being left, or,
  // by an answer that comes late, the one that has just taken its place.
  $scope.$on('taskremoved', event => {
    if (!leaving && Date.now() - opened > 5000) return;
    event.targetScope.taskExists = true;
    let scope = $scope;
    while (scope && !Object.hasOwn(scope, 'taskRemoved')) scope = scope.$parent;
    if (scope) scope.taskRemoved = false;
  });

  /** Does what Tasklist's Complete button stands for, by a click, so that a question before it is asked too. */
  function primary() {
    if (!busy && !$scope.options.disableForm) primaryButton()?.click();
  }

  return { primary };
}
