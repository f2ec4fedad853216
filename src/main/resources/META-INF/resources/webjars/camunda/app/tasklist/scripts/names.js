// Names of processes, tasks, filters and groups stand in models and in the database, in English. Here they are put into the language of the page as
// Tasklist receives them, by the texts that our own pages use. What has no text, or while the texts cannot be had, stays as it is.
const names = document.documentElement.lang === 'en' ? null : await ask();

async function ask() {
  try {
    const answer = await fetch('/forms/names', { headers: { 'X-Relais-Fragment': '1' }, signal: AbortSignal.timeout(5000) });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

const ENGINE = /\/engine\/[^/]+\/(task|filter|process-definition|group)\b/;
const SEPARATOR = ' – ';

function subject(name) {
  const dash = name.indexOf(SEPARATOR);
  return dash < 0 ? '' : name.slice(dash);
}

/** As JSON.parse hands over one part after the other. */
function translated(key, it) {
  if (!it || typeof it !== 'object') return it;
  if (names.steps[it.taskDefinitionKey] && it.name) it.name = names.steps[it.taskDefinitionKey] + subject(it.name);
  else if (names.processes[it.key] && it.deploymentId) it.name = names.processes[it.key];
  else if (names.groups[it.id] && it.type) it.name = names.groups[it.id];
  else if (it.resourceType === 'Task') {
    it.name = names.filters[it.name] || it.name;
    if (it.properties) {
      it.properties.description = names.filters[it.properties.description] || it.properties.description;
      it.properties.variables?.forEach(shown => { shown.label = names.filters[shown.label] || shown.label; });
    }
  }
  return it;
}

/** Who changes a filter sends its names back, which belong into the database in English. */
function original(key, text) {
  return Object.keys(names.filters).find(english => names.filters[english] === text) || text;
}

// Who looks for a name types what is to be seen; the engine finds it by its key.

function keysLike(texts, pattern) {
  const typed = pattern?.replace(/^%|%$/g, '').toLowerCase();
  return typed ? Object.keys(texts).filter(key => texts[key].toLowerCase().includes(typed)) : [];
}

function processesSought(url) {
  const address = new URL(url, location.href);
  const keys = keysLike(names.processes, address.searchParams.get('nameLike'));
  if (!keys.length) return url;
  address.searchParams.delete('nameLike');
  address.searchParams.set('keysIn', keys.join());
  return address.href;
}

/** The rest of a task's name, whom it is about, is in the database as it is seen. */
function tasksSought(key, query) {
  const keys = keysLike(names.steps, query?.nameLike);
  if (!keys.length) return query;
  if (key) return { taskDefinitionKeyIn: keys, ...query };
  const { nameLike, orQueries = [], ...others } = query;
  return { ...others, orQueries: [...orQueries, { nameLike, taskDefinitionKeyIn: keys }] };
}

function harmless(act, otherwise) {
  try {
    return act();
  } catch {
    return otherwise;
  }
}

if (names) {
  const { open, send } = XMLHttpRequest.prototype;
  const received = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, 'responseText').get;
  const outgoing = new WeakMap();

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    const [, resource] = ENGINE.exec(url) || [];
    if (resource) {
      let text;
      Object.defineProperty(this, 'responseText', {
        configurable: true,
        get() {
          const english = received.call(this);
          if (this.readyState !== XMLHttpRequest.DONE) return english;
          return text ??= harmless(() => JSON.stringify(JSON.parse(english, translated)), english);
        }
      });
    }
    outgoing.set(this, resource === 'filter' && (/\/(list|count)\b/.test(url) ? tasksSought : original));
    return open.call(this, method, resource === 'process-definition' ? harmless(() => processesSought(url), url) : url, ...rest);
  };

  XMLHttpRequest.prototype.send = function (body) {
    const change = outgoing.get(this);
    return send.call(this, change && typeof body === 'string' ? harmless(() => JSON.stringify(JSON.parse(body, change)), body) : body);
  };
}
