// Takes the place of the file of the same name in Camunda's own jar.
const LANGUAGES = ['en', 'fr'];

// The language chosen on our pages, else the first of the browser's that we speak: the same rule as on the server.
const chosen = /(?:^|; )relais-language=([a-z]+)/.exec(document.cookie)?.[1];
const language = [chosen, ...navigator.languages.map(tag => tag.slice(0, 2).toLowerCase())].find(tag => LANGUAGES.includes(tag)) || 'en';
document.documentElement.lang = language;

// Tasklist has a sign-in view of its own, which is not the way in here.
if (location.hash.startsWith('#/login')) location.replace('#/');

const SHORTCUTS = {
  en: {
    claimTask: 'claims the currently selected task',
    focusFilter: 'sets the focus to the first filter in the list',
    focusList: 'sets the focus to the first task in the list',
    focusForm: 'sets the focus to the first input field in a task form',
    startProcess: 'opens the start process dialog'
  },
  fr: {
    claimTask: 'prend en charge la tâche sélectionnée',
    focusFilter: 'place le curseur sur le premier filtre de la liste',
    focusList: 'place le curseur sur la première tâche de la liste',
    focusForm: 'place le curseur dans le premier champ du formulaire',
    startProcess: 'ouvre la fenêtre de démarrage d’un processus'
  }
}[language];

export default {
  app: { name: 'Tasklist', vendor: 'Relais' },
  // One language is offered, and is the fallback too: so Tasklist takes it whatever the browser says.
  locales: { availableLocales: [language], fallbackLocale: language },
  customScripts: ['scripts/relais', 'scripts/names'],
  disableWelcomeMessage: true,
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: SHORTCUTS.claimTask },
    focusFilter: { key: 'ctrl+shift+f', description: SHORTCUTS.focusFilter },
    focusList: { key: 'ctrl+alt+l', description: SHORTCUTS.focusList },
    focusForm: { key: 'ctrl+alt+f', description: SHORTCUTS.focusForm },
    startProcess: { key: 'ctrl+alt+p', description: SHORTCUTS.startProcess }
  }
};
