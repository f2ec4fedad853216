// Joins Camunda's web applications to the rest: one sign-in and sign-out for all, and from Tasklist a way back to our pages.
const base = document.querySelector('base');
const app = base.getAttribute('app-name');

// Camunda's own sign-in view is not the way in here: the server leads through ours and back.
const signIn = {
  id: 'relais-sign-in',
  pluginPoint: app + '.login',
  render() {
    location.replace(base.href);
  }
};

const workspace = {
  id: 'relais-workspace',
  pluginPoint: 'tasklist.navbar.action',
  priority: 1000,
  render(container, api, scope) {
    const link = document.createElement('a');
    link.href = '/';
    link.textContent = document.documentElement.lang === 'fr' ? 'Espace de travail' : 'Workspace';
    container.append(link);

    let signedOut = false;
    // The session is over: the server leads to our sign-in, and the part behind the hash comes back to this task.
    scope.$root.$on('authentication.login.required', event => {
      event.preventDefault();
      if (!signedOut) location.reload();
    });
    scope.$root.$on('authentication.logout.success', event => {
      event.preventDefault();
      signedOut = true;
      location.assign('/login?out');
    });
  }
};

export default app === 'tasklist' ? [signIn, workspace] : [signIn];
